"""The SQL that stores a set of messages: one statement, however many there are."""

import json
import uuid
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import connection

from chats import events

if TYPE_CHECKING:
    from chats.models.message import Message
    from chats.models.participant import ConversationParticipant

STORE = """
WITH sent AS (
    SELECT * FROM unnest(
        %s::uuid[], %s::uuid[], %s::uuid[], %s::text[], %s::text[],
        %s::bigint[], %s::uuid[], %s::timestamptz[], %s::uuid[], %s::jsonb[]
    ) AS s (id, conversation_id, sender_id, kind, body, seq, client_id, at, reply_to_id, mentions)
), counted AS (
    UPDATE conversations c
    SET last_seq = n.last_seq,
        message_count = c.message_count + n.count,
        last_message_at = GREATEST(c.last_message_at, n.at)
    FROM (
        SELECT conversation_id, max(seq) AS last_seq, count(*) AS count, max(at) AS at
        FROM sent GROUP BY conversation_id
    ) n
    WHERE c.conversation_id = n.conversation_id
), stored AS (
    INSERT INTO messages (message_id, conversation_id, sender_id, kind, message_body, seq,
                          client_id, sent_at, reply_to_id, mentions, is_deleted)
    SELECT id, conversation_id, sender_id, kind, body, seq,
           client_id, at, reply_to_id, mentions, false
    FROM sent
), logged AS (
    INSERT INTO events (conversation_id, seq, kind, actor_id, message_id, data, at)
    SELECT conversation_id, seq, %s, sender_id, id, '{}', at FROM sent
)
UPDATE conversation_participants p
SET last_read_seq = r.seq, last_delivered_seq = GREATEST(p.last_delivered_seq, r.seq)
FROM unnest(%s::bigint[], %s::bigint[]) AS r (id, seq)
WHERE p.id = r.id AND p.last_read_seq < r.seq
"""

ATTACH = """
UPDATE attachments a SET message_id = c.message_id
FROM unnest(%s::uuid[], %s::uuid[]) AS c (id, message_id) WHERE a.id = c.id
"""


def write(messages: "Sequence[Message]", places: "Sequence[ConversationParticipant]") -> None:
    """Store numbered messages with their events, counters and their senders' read positions."""
    columns: defaultdict[str, list[Any]] = defaultdict(list)
    for message in messages:
        for name, value in _row(message).items():
            columns[name].append(value)
    ids = [place.pk for place in places]
    positions = [place.last_read_seq for place in places]
    with connection.cursor() as cursor:
        cursor.execute(STORE, [*columns.values(), events.MESSAGE_CREATED, ids, positions])


def attach(claimed: Sequence[tuple[uuid.UUID, uuid.UUID]]) -> None:
    """Give uploaded files to the messages they were sent with."""
    if claimed:
        with connection.cursor() as cursor:
            cursor.execute(ATTACH, [list(column) for column in zip(*claimed, strict=True)])


def _row(message: "Message") -> dict[str, uuid.UUID | str | int | datetime | None]:
    return {
        "id": message.id,
        "conversation_id": message.conversation_id,
        "sender_id": message.sender_id,
        "kind": str(message.kind),
        "body": message.message_body,
        "seq": message.seq,
        "client_id": message.client_id,
        "at": message.sent_at,
        "reply_to_id": message.reply_to_id,
        "mentions": json.dumps(message.mentions),
    }
