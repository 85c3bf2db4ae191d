"""Who may change the conversation itself."""

from typing import TYPE_CHECKING, Any, Self, cast

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from chats import events
from chats.models.conversation.manager import retention

if TYPE_CHECKING:
    from chats.models.conversation import Conversation
    from chats.models.user import User


class Moderated(models.Model):
    class Meta:
        abstract = True

    def lock(self) -> Self:
        """Hold the row until the transaction ends, and know its latest numbers."""
        conversation = cast("Conversation", self)
        fresh = type(conversation).objects.select_for_update(no_key=True).get(pk=self.pk)
        for name in ("last_seq", "participant_count", "message_count", "is_active"):
            setattr(self, name, getattr(fresh, name))
        return self

    def refuse_unless_admin(self, user: "User") -> None:
        """Raise PermissionDenied for all but its admins and the platform's."""
        conversation = cast("Conversation", self)
        if not conversation.is_run_by(user) and not user.has_moderation_permissions():
            raise PermissionDenied(_("Only an admin of this conversation may do that."))

    def moderation_marks(self, by: "User | None") -> dict[str, Any]:
        """What an event says of a change that only a platform admin could make."""
        conversation = cast("Conversation", self)
        return {} if by is None or conversation.is_run_by(by) else {"moderated": True}

    def change(self, *, by: "User", **fields: str) -> None:
        """Rename, describe, or say what joiners see. Raises PermissionDenied, ValidationError."""
        conversation = cast("Conversation", self)
        if conversation.is_direct:
            raise ValidationError(_("A direct conversation carries the other person's name."))
        with transaction.atomic():
            conversation.lock()
            self.refuse_unless_admin(by)
            changed = [name for name in fields if getattr(self, name) != fields[name]]
            for name in changed:
                setattr(self, name, fields[name])
            if changed:
                self.save(update_fields=changed)
                marks = self.moderation_marks(by)
                conversation.record(events.CONVERSATION_CHANGED, actor=by, fields=changed, **marks)

    def close(self, *, by: "User") -> None:
        """Nobody writes here any more; everything stays readable."""
        self._set_active(False, events.CONVERSATION_CLOSED, by)

    def reopen(self, *, by: "User") -> None:
        self._set_active(True, events.CONVERSATION_REOPENED, by)

    def _set_active(self, is_active: bool, kind: str, by: "User") -> None:
        conversation = cast("Conversation", self)
        with transaction.atomic():
            conversation.lock()
            self.refuse_unless_admin(by)
            if conversation.is_active != is_active:
                conversation.is_active = is_active
                conversation.save(update_fields=["is_active"])
                conversation.record(kind, actor=by, **self.moderation_marks(by))

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        with transaction.atomic(), retention():
            return super().delete(*args, **kwargs)  # type: ignore[arg-type]
