"""Messages that hold the words, the newest first, in pages.

A word may stand in ten messages of a million, or in half of them. So first the newest messages
are looked through as they are, which is enough for a common word; only when they do not fill
the page, the word is looked up in the index, which is quick for a rare one.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from chats.models import ConversationParticipant, Message, User
from chats.search.conditions import Conditions, conditions
from chats.search.position import HitPosition
from chats.search.query import Query

PER_PAGE = 20
NEWEST = 500

LOOK_THROUGH = """
WITH newest AS MATERIALIZED (
    SELECT m.message_id, m.sent_at, m.message_body FROM messages m WHERE {rows}
    ORDER BY m.sent_at DESC, m.message_id DESC LIMIT %s
)
SELECT m.message_id FROM newest m WHERE {words}
ORDER BY m.sent_at DESC, m.message_id DESC LIMIT %s
"""

# Apart from the other conditions, so that nothing but the index comes into question.
LOOK_UP = """
WITH found AS MATERIALIZED (
    SELECT m.message_id, m.conversation_id, m.sender_id, m.seq, m.sent_at, m.is_deleted
    FROM messages m WHERE {words} AND NOT m.is_deleted
)
SELECT m.message_id FROM found m WHERE {rows}
ORDER BY m.sent_at DESC, m.message_id DESC LIMIT %s
"""

LIST = """
SELECT m.message_id FROM messages m WHERE {rows}
ORDER BY m.sent_at DESC, m.message_id DESC LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Hits:
    messages: list[Message]
    more: HitPosition | None  # where the next page begins, when there is one


def find(
    user: User,
    query: Query,
    places: Sequence[ConversationParticipant],
    *,
    before: HitPosition | None = None,
) -> Hits:
    """One page of what `user` sees in `places`, which are annotated `with_floor`."""
    if not places or not (query.words or query.has_filters):
        return Hits([], None)
    ids = _ids(conditions(user, query, list(places), before), is_listed=not query.words)
    rows = Message.objects.filter(pk__in=ids[:PER_PAGE]).select_related("sender")
    messages = list(rows.order_by("-sent_at", "-id"))
    is_more = len(ids) > PER_PAGE and bool(messages)
    last = HitPosition(messages[-1].sent_at, messages[-1].pk) if is_more else None
    return Hits(messages, last)


def _ids(asked: Conditions, *, is_listed: bool) -> list[uuid.UUID]:
    wanted = PER_PAGE + 1
    rows, words = " AND ".join(asked.rows), " AND ".join(asked.words)
    if is_listed:
        every = " AND ".join([*asked.rows, *asked.words])
        return _run(LIST.format(rows=every), [*asked.row_params, *asked.word_params, wanted])
    newest = _run(
        LOOK_THROUGH.format(rows=rows, words=words),
        [*asked.row_params, NEWEST, *asked.word_params, wanted],
    )
    if len(newest) == wanted:
        return newest
    return _run(
        LOOK_UP.format(rows=rows, words=words), [*asked.word_params, *asked.row_params, wanted]
    )


def _run(sql: str, params: list[Any]) -> list[uuid.UUID]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [row[0] for row in cursor.fetchall()]
