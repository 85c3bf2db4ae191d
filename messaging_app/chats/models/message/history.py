"""What history brings along: who speaks joins, and everybody has read what was brought in."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.translation import gettext as _

from chats import events
from chats.models.event import Event

if TYPE_CHECKING:
    from chats.models.conversation import Conversation
    from chats.models.message import Message
    from chats.models.participant import ConversationParticipant
    from chats.models.user import User

JOIN = """
WITH joined AS (
    SELECT * FROM unnest(
        %s::uuid[], %s::uuid[], %s::boolean[], %s::bigint[], %s::bigint[], %s::timestamptz[]
    ) AS j (conversation_id, user_id, is_admin, joined_seq, read_seq, at)
), numbered AS (
    UPDATE conversations c SET last_seq = GREATEST(c.last_seq, n.seq)
    FROM (SELECT conversation_id, max(joined_seq) + 1 AS seq FROM joined GROUP BY 1) n
    WHERE c.conversation_id = n.conversation_id
), logged AS (
    INSERT INTO events (conversation_id, seq, kind, data, at)
    SELECT conversation_id, joined_seq + 1, %s, jsonb_build_object('person', user_id), at
    FROM joined
)
INSERT INTO conversation_participants (conversation_id, user_id, is_admin, joined_at, joined_seq,
    last_read_seq, last_delivered_seq, cleared_seq, draft)
SELECT conversation_id, user_id, is_admin, at, joined_seq, read_seq, read_seq, 0, '' FROM joined
"""

# Who had something unread before keeps it unread.
CATCH_UP = """
UPDATE conversation_participants p
SET last_read_seq = c.last_seq, last_delivered_seq = c.last_seq
FROM conversations c JOIN unnest(%s::uuid[], %s::bigint[]) AS n (conversation_id, first_seq)
    ON n.conversation_id = c.conversation_id
WHERE p.conversation_id = c.conversation_id AND p.last_read_seq < c.last_seq AND NOT EXISTS (
    SELECT FROM messages m
    WHERE m.conversation_id = p.conversation_id AND m.sender_id <> p.user_id AND NOT m.is_deleted
        AND m.seq > p.last_read_seq AND m.seq < n.first_seq
)
"""


def newcomer(conversation: "Conversation", user: "User", at: datetime) -> "ConversationParticipant":
    """A place for somebody who speaks in an imported history, not stored yet."""
    if conversation.is_direct and conversation.participant_count >= 2:
        raise ValidationError(_("A direct conversation has exactly two people. Start a group."))
    model: type[ConversationParticipant] = apps.get_model("chats", "ConversationParticipant")
    return model(conversation=conversation, user=user, joined_at=at)


def take_number(place: "ConversationParticipant") -> None:
    """Joining comes right before the person's first words."""
    place.joined_seq = place.conversation.last_seq
    place.conversation.last_seq += 1
    place.conversation.participant_count += 1
    place.last_read_seq = place.conversation.last_seq


def join(places: "Iterable[ConversationParticipant]") -> None:
    """Store the places, with their events and counters."""
    rows = [
        (
            place.conversation_id,
            place.user_id,
            place.is_admin,
            place.joined_seq,
            place.last_read_seq,
            place.joined_at,
        )
        for place in places
    ]
    if rows:
        columns = [list(column) for column in zip(*rows, strict=True)]
        with connection.cursor() as cursor:
            cursor.execute(JOIN, [*columns, events.PARTICIPANT_JOINED])


def joining(place: "ConversationParticipant") -> Event:
    return Event(
        conversation=place.conversation,
        seq=place.joined_seq + 1,
        kind=events.PARTICIPANT_JOINED,
        data={"person": str(place.user_id)},
        at=place.joined_at,
    )


def catch_up(messages: "Iterable[Message]") -> None:
    """Everybody who was up to date before these messages is up to date after them."""
    first: dict[uuid.UUID, int] = {}
    for message in messages:
        first.setdefault(message.conversation_id, message.seq)
    if first:
        with connection.cursor() as cursor:
            cursor.execute(CATCH_UP, [list(first), list(first.values())])
