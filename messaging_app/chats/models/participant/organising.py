"""How somebody keeps order among their conversations."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

from django.db import models, transaction
from django.utils import timezone

if TYPE_CHECKING:
    from chats.models.participant import ConversationParticipant

FOREVER = datetime(9999, 1, 1, tzinfo=UTC)


class Organising(models.Model):
    muted_until = models.DateTimeField(null=True, blank=True)
    pinned_at = models.DateTimeField(null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    cleared_at = models.DateTimeField(null=True, blank=True)
    cleared_seq = models.BigIntegerField(default=0)

    class Meta:
        abstract = True

    @property
    def is_muted(self) -> bool:
        return self.muted_until is not None and self.muted_until > timezone.now()

    def pin(self) -> None:
        self._keep(pinned_at=self.pinned_at or timezone.now())

    def unpin(self) -> None:
        self._keep(pinned_at=None)

    def mute(self, until: datetime = FOREVER) -> None:
        """No sound and no notice until then; unread messages still count."""
        self._keep(muted_until=until)

    def unmute(self) -> None:
        self._keep(muted_until=None)

    def archive(self) -> None:
        self._keep(archived_at=self.archived_at or timezone.now())

    def unarchive(self) -> None:
        self._keep(archived_at=None)

    def clear(self) -> None:
        """Empty the conversation for this person only, on all their devices."""
        place = cast("ConversationParticipant", self)
        place.conversation.refresh_from_db(fields=["last_seq"])
        self._keep(cleared_at=timezone.now(), cleared_seq=place.conversation.last_seq)

    def show_cleared(self) -> None:
        """Undo `clear`."""
        self._keep(cleared_at=None, cleared_seq=0)

    def _keep(self, **values: Any) -> None:
        place = cast("ConversationParticipant", self)
        for name, value in values.items():
            setattr(self, name, value)
        with transaction.atomic():
            self.save(update_fields=list(values))
            place.conversation.ring_for(place.user)
