"""Whom a message has reached, derived from everybody's positions."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, cast

from django.db import models

if TYPE_CHECKING:
    from chats.models.message import Message
    from chats.models.participant import ConversationParticipant
    from chats.models.user import User


@dataclass(frozen=True, slots=True)
class Receipt:
    """How far a message has come with one person; `read_at` is when they last read here."""

    user: "User"
    read: bool
    delivered: bool
    read_at: datetime | None


class Receipted(models.Model):
    class Meta:
        abstract = True

    @property
    def recipients(self) -> "models.QuerySet[ConversationParticipant]":
        """Everybody's place but the sender's."""
        message = cast("Message", self)
        return message.conversation.conversation_participants.exclude(user=message.sender_id)

    def receipts(self, most: int) -> list[Receipt]:
        """Of the first `most` recipients, who has read the furthest first."""
        seq = cast("Message", self).seq
        places = self.recipients.select_related("user").order_by(
            "-last_read_seq", "-last_delivered_seq", "pk"
        )
        return [
            Receipt(
                user=place.user,
                read=place.last_read_seq >= seq,
                delivered=place.last_delivered_seq >= seq,
                read_at=place.last_read_at if place.last_read_seq >= seq else None,
            )
            for place in places[:most]
        ]

    @property
    def is_read(self) -> bool:
        """Whether everybody else has read it."""
        message = cast("Message", self)
        positions = list(self.recipients.values_list("last_read_seq", flat=True))
        return bool(positions) and min(positions) >= message.seq

    @property
    def read_at(self) -> datetime | None:
        """When the last of the others had read it; None while somebody has not."""
        if not self.is_read:
            return None
        times = self.recipients.values_list("last_read_at", flat=True)
        return max((at for at in times if at), default=None)
