"""One history: number a change, write it down, and ring when it is committed."""

import json
import uuid
from typing import TYPE_CHECKING, Any, cast

from django.db import connection, models, transaction
from django.utils import timezone

from chats.models import ringing
from chats.models.event import Event
from chats.signals import recorded

if TYPE_CHECKING:
    from chats.models.conversation import Conversation
    from chats.models.message import Message
    from chats.models.user import User

# The row lock is held to commit, so visible numbers are always 1…n without holes.
TAKE_NUMBER = """
WITH numbered AS (
    UPDATE conversations SET last_seq = last_seq + 1 WHERE conversation_id = %s RETURNING last_seq
)
INSERT INTO events (conversation_id, seq, kind, actor_id, message_id, data, at)
SELECT %s, last_seq, %s, %s, %s, %s, %s FROM numbered RETURNING seq
"""


class Recording(models.Model):
    class Meta:
        abstract = True

    def record(
        self,
        kind: str,
        *,
        actor: "User | None" = None,
        message: "Message | None" = None,
        **data: Any,
    ) -> Event:
        """Append an event with the next number; call it last in the verb's transaction."""
        conversation = cast("Conversation", self)
        event = Event(
            conversation=conversation,
            kind=kind,
            actor=actor,
            message=message,
            data=data,
            at=timezone.now(),
        )
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(TAKE_NUMBER, [self.pk, self.pk, *_columns(event)])
            event.seq = conversation.last_seq = cursor.fetchone()[0]
            recorded.send(sender=type(self), event=event, conversation_kind=conversation.kind)
            self.ring()
        return event

    def ring(self) -> None:
        """Say after commit that this conversation changed, never what changed."""
        ringing.changed([self.pk])

    def ring_receipts(self) -> None:
        """Say after commit that somebody received or read something here."""
        # Between two people the row in the list shows, too, how far the last words have come.
        key = cast("Conversation", self).direct_key
        pair = [(self.pk, uuid.UUID(user_id)) for user_id in key.split(":")] if key else []
        ringing.positions_moved(self.pk)
        ringing.changed_for(pair)

    def ring_for(self, user: "User") -> None:
        """Say after commit that the conversation changed for one person only."""
        ringing.changed_for([(self.pk, user.pk)])

    def ring_hidden(self, message_id: uuid.UUID, user: "User", hidden: bool) -> None:
        """Say after commit that a message was hidden from one person, or shown again."""
        ringing.hidden(self.pk, user.pk, message_id, hidden)

    def show_typing(self, *, by: "User") -> None:
        """Let the others know that somebody types; nothing is stored."""
        ringing.typing(self.pk, by.pk)


def _columns(event: Event) -> list[Any]:
    return [event.kind, event.actor_id, event.message_id, json.dumps(event.data), event.at]
