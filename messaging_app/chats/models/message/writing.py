"""The SQL that stores a set of messages: one statement, however many there are."""

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from chats import events
from chats.models.message.history import Seat
from chats.models.statements import execute

if TYPE_CHECKING:
    from chats.models.message.posting import Stored

STORE = """
WITH sent AS (
    SELECT * FROM unnest(
        %s::uuid[], %s::uuid[], %s::uuid[], %s::text[], %s::text[],
        %s::bigint[], %s::uuid[], %s::timestamptz[], %s::uuid[], %s::text[]
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
           client_id, at, reply_to_id, mentions::jsonb, false
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

END_DRAFTS = """
UPDATE conversation_participants SET draft = '', draft_reply_to_id = NULL, draft_at = NULL
WHERE id = ANY(%s)
"""


def write(messages: "Sequence[Stored]", seats: Iterable[Seat]) -> None:
    """Store numbered messages with their events, counters and their senders' read positions."""
    columns = [list(column) for column in zip(*map(_row, messages), strict=True)]
    stored = [seat for seat in seats if seat.id]
    ids, positions = [seat.id for seat in stored], [seat.last_read_seq for seat in stored]
    execute(STORE, [*columns, events.MESSAGE_CREATED, ids, positions])


def attach(claimed: Sequence[tuple[uuid.UUID, uuid.UUID]]) -> None:
    """Give uploaded files to the messages they were sent with."""
    if claimed:
        execute(ATTACH, [list(column) for column in zip(*claimed, strict=True)])


def end_drafts(
    messages: "Sequence[Stored]", seats: "Mapping[tuple[uuid.UUID, uuid.UUID], Seat]"
) -> list[Seat]:
    """Forget what their senders had begun to write; return the places where that was so."""
    keys = {
        (message.conversation_id, message.posting.sender.pk)
        for message in messages
        if message.posting.ends_draft
    }
    begun = [seats[key] for key in keys if seats[key].has_draft]
    if begun:
        execute(END_DRAFTS, [[seat.id for seat in begun]])
    return begun


def _row(message: "Stored") -> tuple[object, ...]:
    posting = message.posting
    return (
        message.id,
        message.conversation_id,
        posting.sender.pk,
        str(posting.kind),
        posting.message_body,
        message.seq,
        posting.client_id,
        message.sent_at,
        posting.reply_to_id,
        json.dumps(message.mentions) if message.mentions else "[]",
    )
