"""Whom a message has reached, derived from everybody's positions."""

from datetime import datetime
from typing import TYPE_CHECKING, cast

from django.db import models

if TYPE_CHECKING:
    from chats.models.message import Message
    from chats.models.participant import ConversationParticipant


class Receipted(models.Model):
    class Meta:
        abstract = True

    @property
    def recipients(self) -> "models.QuerySet[ConversationParticipant]":
        """Everybody's place but the sender's."""
        message = cast("Message", self)
        return message.conversation.conversation_participants.exclude(user=message.sender_id)

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
