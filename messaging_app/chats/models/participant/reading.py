"""How far somebody has received and read a conversation."""

from typing import TYPE_CHECKING, cast

from django.db import models, transaction
from django.db.models import Min
from django.db.models.functions import Greatest
from django.utils import timezone

if TYPE_CHECKING:
    from chats.models.message import Message
    from chats.models.participant import ConversationParticipant


class Reading(models.Model):
    last_read_at = models.DateTimeField(null=True, blank=True)
    last_read_seq = models.BigIntegerField(default=0)
    last_delivered_seq = models.BigIntegerField(default=0)
    # Set by "mark as unread"; the read position itself only moves forward.
    unread_from_seq = models.BigIntegerField(null=True, blank=True)

    class Meta:
        abstract = True

    def read(self, seq: int) -> None:
        """Move the read position forward to `seq`, never past the end, never back."""
        self._advance(seq, "last_read_seq", "last_delivered_seq", last_read_at=timezone.now())

    def receive(self, seq: int) -> None:
        """Note that the person's browser holds everything up to `seq`."""
        self._advance(seq, "last_delivered_seq")

    def mark_unread(self, message: "Message | None" = None) -> None:
        """Show the conversation as unread again, from `message` or from the last of others."""
        place = cast("ConversationParticipant", self)
        first = message or place.messages().exclude(sender_id=place.user_id).first()
        if first:
            self._set_unread_from(first.seq)

    def mark_read(self) -> None:
        """Read everything there is, without opening it."""
        place = cast("ConversationParticipant", self)
        place.conversation.refresh_from_db(fields=["last_seq"])
        self.read(place.conversation.last_seq)

    def positions_of_others(self) -> tuple[int, int]:
        """Up to where all the others have read, and up to where they have received."""
        place = cast("ConversationParticipant", self)
        others = type(place).objects.filter(conversation=place.conversation_id).exclude(pk=self.pk)
        found = others.aggregate(read=Min("last_read_seq"), delivered=Min("last_delivered_seq"))
        return found["read"] or 0, found["delivered"] or 0

    def _advance(self, seq: int, *positions: str, **also: object) -> None:
        place = cast("ConversationParticipant", self)
        first = positions[0]
        values = {name: Greatest(models.F(name), seq) for name in positions}
        rows = type(place).objects.filter(pk=self.pk, conversation__last_seq__gte=seq)
        with transaction.atomic():
            if first == "last_read_seq":
                self._forget_unread_mark(seq)
            if rows.filter(**{f"{first}__lt": seq}).update(**values, **also):
                place.conversation.ring_receipts()
                place.conversation.ring_for(place.user)

    def _forget_unread_mark(self, seq: int) -> None:
        place = cast("ConversationParticipant", self)
        rows = type(place).objects.filter(pk=self.pk, unread_from_seq__lte=seq)
        if rows.update(unread_from_seq=None):
            place.conversation.ring_for(place.user)

    def _set_unread_from(self, seq: int) -> None:
        place = cast("ConversationParticipant", self)
        self.unread_from_seq = seq
        self.save(update_fields=["unread_from_seq"])
        place.conversation.ring_for(place.user)
