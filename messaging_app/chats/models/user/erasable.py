"""Taking a person out without taking others' conversations apart."""

import uuid
from typing import TYPE_CHECKING, Any, cast

from django.apps import apps
from django.db import models, transaction
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext as _

from chats import events
from chats.files.keeping import discard_after_commit
from chats.models.changes import Change, lock_in_order, record_each

if TYPE_CHECKING:
    from chats.models.user import User


class Erasable(models.Model):
    class Meta:
        abstract = True

    def erase(self) -> None:
        """Anonymise the row, blank every word of theirs, keep others' conversations whole."""
        with transaction.atomic():
            self.forget_words()
            self._forget_elsewhere()
            self._forget_identity()

    def forget_words(self) -> None:
        """Delete what this person wrote: bodies, earlier versions, files, drafts, reactions."""
        user = cast("User", self)
        with transaction.atomic():
            lock_in_order(self._touched_conversations())
            user.attachments.all().delete()
            self._blank_messages()
            self._take_back_reactions()
            user.conversation_participants.update(draft="", draft_reply_to=None, draft_at=None)

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        """Remove the row with all that hangs on it. People are erased instead; see `erase`."""
        user = cast("User", self)
        with transaction.atomic():
            lock_in_order(self._touched_conversations())
            user.sent_messages.all().delete()
            user.conversation_participants.all().delete()
            return super().delete()

    def _touched_conversations(self) -> list[uuid.UUID]:
        user = cast("User", self)
        return [
            *user.sent_messages.order_by().values_list("conversation", flat=True).distinct(),
            *user.reactions.order_by().values_list("message__conversation", flat=True).distinct(),
            *user.conversation_participants.values_list("conversation", flat=True),
        ]

    def _blank_messages(self) -> None:
        user = cast("User", self)
        standing = user.sent_messages.filter(is_deleted=False).order_by("seq")
        changes = [
            Change(conversation_id, message_id)
            for conversation_id, message_id in standing.values_list("conversation", "pk")
        ]
        apps.get_model("chats", "Revision").objects.filter(message__sender=user).delete()
        user.sent_messages.order_by().update(
            message_body=_("(erased)"),
            mentions=[],
            is_deleted=True,
            deleted_at=Coalesce("deleted_at", Now()),
        )
        record_each(events.MESSAGE_DELETED, changes)

    def _take_back_reactions(self) -> None:
        user = cast("User", self)
        rows = user.reactions.order_by("pk").values_list("message__conversation", "message")
        changes = [Change(conversation_id, message_id) for conversation_id, message_id in rows]
        user.reactions.all().delete()
        record_each(events.REACTION_REMOVED, changes, actor=user)

    def _forget_elsewhere(self) -> None:
        """Other rooms' rows about this person go as if the person were deleted."""
        for relation in self._meta.related_objects:
            is_ours = relation.related_model._meta.app_label == self._meta.app_label
            if not is_ours and relation.on_delete is models.CASCADE:
                rows: models.QuerySet[Any] = relation.related_model._base_manager.all()
                rows.filter(**{relation.field.name: self}).delete()

    def _forget_identity(self) -> None:
        user = cast("User", self)
        self._forget_in_the_admin_log()
        self._forget_origin()
        discard_after_commit(user.avatar.name)
        user.email = f"{user.pk}@erased.invalid"
        user.first_name, user.last_name = "Erased", "person"
        user.phone_number, user.last_seen_at, user.last_login = None, None, None
        user.avatar = ""
        user.is_active = user.is_staff = user.is_superuser = False
        user.set_unusable_password()
        user.groups.clear()
        user.user_permissions.clear()
        user.save()

    def _forget_origin(self) -> None:
        """Imported people are often called there what their name was."""
        imported = apps.get_model("chats", "Imported").objects
        imported.filter(kind="person", object_id=self.pk).delete()

    def _forget_in_the_admin_log(self) -> None:
        """The log keeps who did what when, and names what was changed by its text then."""
        user = cast("User", self)
        named = models.Q(object_repr__icontains=user.email)
        named |= models.Q(object_repr__icontains=user.display_name)
        entries = apps.get_model("admin", "LogEntry").objects.filter(named)
        entries.update(object_repr=_("(erased)"))
