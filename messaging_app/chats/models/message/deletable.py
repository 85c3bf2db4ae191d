"""Taking words back: for everyone, with a tombstone, or for oneself."""

from datetime import timedelta
from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from chats import events

if TYPE_CHECKING:
    from chats.models.message import Message
    from chats.models.user import User

# How long the one who deleted may take it back; the page offers it for a few seconds.
UNDO_WINDOW = timedelta(minutes=1)


class Deletable(models.Model):
    is_deleted = models.BooleanField(default=False, editable=False)
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)
    deleted_by = models.ForeignKey(
        "chats.User",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
        db_index=False,
    )

    class Meta:
        abstract = True

    def soft_delete(self, by: "User | None" = None) -> None:
        """Delete for everyone; a tombstone stays. Without `by` the system does it."""
        message = cast("Message", self)
        with transaction.atomic():
            message.conversation.lock()
            message.refresh_from_db(fields=["is_deleted"])
            if by is not None:
                self._refuse_deletion(by)
            if not message.is_deleted:
                self._mark_deleted(True, by)
                message.conversation.record(
                    events.MESSAGE_DELETED, actor=by, message=message, **self._moderated(by)
                )

    def restore(self, by: "User | None" = None) -> None:
        """Take a deletion back: who deleted it, for a moment; a platform admin, at any time."""
        message = cast("Message", self)
        with transaction.atomic():
            message.conversation.lock()
            message.refresh_from_db(fields=["is_deleted", "deleted_at", "deleted_by"])
            if not message.is_deleted:
                return
            if by is not None:
                self._refuse_restoring(by)
            marks = self._moderated(by)
            self._mark_deleted(False, None)
            message.conversation.record(events.MESSAGE_RESTORED, actor=by, message=message, **marks)

    def hide_from(self, user: "User") -> None:
        """Delete for one person only, on all their devices."""
        message = cast("Message", self)
        with transaction.atomic():
            message.hidden_from.get_or_create(user=user)
            message.conversation.ring_hidden(message.pk, user, hidden=True)
            message.conversation.ring_for(user)

    def show_to(self, user: "User") -> None:
        """Undo `hide_from`."""
        message = cast("Message", self)
        with transaction.atomic():
            message.hidden_from.filter(user=user).delete()
            message.conversation.ring_hidden(message.pk, user, hidden=False)
            message.conversation.ring_for(user)

    def may_be_deleted(self, by: "User") -> bool:
        """Whether `by` may delete it for everyone."""
        message = cast("Message", self)
        is_fresh = timezone.now() - message.sent_at <= settings.DELETE_WINDOW
        return (
            (message.sender_id == by.pk and is_fresh)
            or by.has_moderation_permissions()
            or message.conversation.is_run_by(by)
        )

    def may_be_restored(self, by: "User") -> bool:
        """Whether `by` may take its deletion back."""
        if self.deleted_at is None or not self.is_deleted:
            return False
        is_recent = timezone.now() - self.deleted_at <= UNDO_WINDOW
        return (self.deleted_by_id == by.pk and is_recent) or by.has_moderation_permissions()

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        """Remove the row itself; people use `soft_delete`, which leaves a tombstone."""
        message = cast("Message", self)
        deleted: tuple[int, dict[str, int]] = type(message).objects.filter(pk=message.pk).delete()
        return deleted

    def _refuse_deletion(self, by: "User") -> None:
        message = cast("Message", self)
        if self.may_be_deleted(by):
            return
        if message.sender_id == by.pk:
            raise ValidationError(
                _("This message is too old to delete for everyone."), code="too_late"
            )
        raise PermissionDenied(_("Only who wrote it or an admin can delete it for everyone."))

    def _refuse_restoring(self, by: "User") -> None:
        if not self.may_be_restored(by):
            raise PermissionDenied(_("This deletion can no longer be undone."))

    def _moderated(self, by: "User | None") -> dict[str, bool]:
        """Mark what a platform admin does to words that are not theirs to delete otherwise."""
        message = cast("Message", self)
        is_own = by is not None and message.sender_id == by.pk
        return {} if is_own else message.conversation.moderation_marks(by)

    def _mark_deleted(self, is_deleted: bool, by: "User | None") -> None:
        message = cast("Message", self)
        self.is_deleted = is_deleted
        self.deleted_at = timezone.now() if is_deleted else None
        self.deleted_by = by
        message.save(update_fields=["is_deleted", "deleted_at", "deleted_by"])
        message.conversation.message_count += -1 if is_deleted else 1  # in the row: a trigger
