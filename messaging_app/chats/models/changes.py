"""One history, in sets: many changes numbered and written in one statement."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import connection
from django.utils import timezone

from chats.models.event import Event
from chats.signals import recorded

if TYPE_CHECKING:
    from chats.models.conversation import Conversation
    from chats.models.user import User

TAKE_NUMBERS = """
WITH change AS (
    SELECT *, row_number() OVER (PARTITION BY conversation_id ORDER BY place) AS nth
    FROM unnest(%s::uuid[], %s::uuid[], %s::uuid[], %s::timestamptz[])
        WITH ORDINALITY AS c (conversation_id, message_id, actor_id, at, place)
), numbered AS (
    UPDATE conversations c SET last_seq = c.last_seq + n.count
    FROM (SELECT conversation_id, count(*) FROM change GROUP BY conversation_id) n
    WHERE c.conversation_id = n.conversation_id
    RETURNING c.conversation_id, c.last_seq - n.count AS before
)
INSERT INTO events (conversation_id, seq, kind, actor_id, message_id, data, at)
SELECT conversation_id, before + nth, %s, actor_id, message_id, '{}', at
FROM change JOIN numbered USING (conversation_id)
RETURNING conversation_id, seq, message_id, actor_id, at
"""


@dataclass(slots=True)
class Change:
    """What happened to one message; a history that is brought in says by whom and when."""

    conversation_id: uuid.UUID
    message_id: uuid.UUID
    actor_id: uuid.UUID | None = None
    at: datetime | None = None


def lock_in_order(ids: "Sequence[uuid.UUID]") -> "dict[uuid.UUID, Conversation]":
    """Hold several conversations until the transaction ends, always in the order of their ids."""
    model: type[Conversation] = apps.get_model("chats", "Conversation")
    rows = model.objects.select_for_update(no_key=True).filter(pk__in=set(ids)).order_by("pk")
    return {conversation.pk: conversation for conversation in rows}


def record_each(kind: str, changes: Sequence[Change], *, actor: "User | None" = None) -> None:
    """Append an event for each change; their conversations are locked by the caller."""
    if not changes:
        return
    now = timezone.now()
    columns: list[Any] = [
        [change.conversation_id for change in changes],
        [change.message_id for change in changes],
        [actor.pk if actor else change.actor_id for change in changes],
        [change.at or now for change in changes],
    ]
    conversations = lock_in_order([change.conversation_id for change in changes])
    with connection.cursor() as cursor:
        cursor.execute(TAKE_NUMBERS, [*columns, kind])
        rows = cursor.fetchall()
    if recorded.receivers:
        for conversation_id, seq, message_id, actor_id, at in rows:
            conversation = conversations[conversation_id]
            event = Event(conversation=conversation, seq=seq, kind=kind, actor=actor, at=at)
            event.message_id, event.actor_id = message_id, actor_id
            recorded.send(
                sender=type(conversation), event=event, conversation_kind=conversation.kind
            )
    for conversation in conversations.values():
        conversation.ring()
