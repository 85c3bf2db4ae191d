"""The closing check of Rapport: everything accepted is stored once, in numbers without holes."""

import uuid
from collections.abc import Collection
from typing import Any

from django.db import connection

COUNT = """
SELECT count(*), count(DISTINCT split_part(m.message_body, ' ', 2))
FROM unnest(%(ids)s::uuid[], %(seqs)s::bigint[]) AS b (id, seq)
JOIN messages m ON m.conversation_id = b.id AND m.seq > b.seq
WHERE m.message_body LIKE %(run)s
"""

# Numbers that were given away, events that carry one, and messages that carry one.
NUMBERS = """
SELECT coalesce(sum(c.last_seq - b.seq), 0),
       coalesce(sum((SELECT count(*) FROM events e
                     WHERE e.conversation_id = b.id AND e.seq > b.seq
                     AND e.seq <= c.last_seq)), 0),
       coalesce(sum((SELECT count(*) FROM messages m
                     WHERE m.conversation_id = b.id AND m.seq > b.seq)), 0),
       coalesce(sum(abs(c.message_count - (SELECT count(*) FROM messages m
                        WHERE m.conversation_id = b.id AND NOT m.is_deleted))), 0)
FROM unnest(%(ids)s::uuid[], %(seqs)s::bigint[]) AS b (id, seq)
JOIN conversations c ON c.conversation_id = b.id
"""


class RapportLedger:
    """Remembers how far some conversations had come."""

    def __init__(self, conversations: Collection[str], run: str) -> None:
        self.run = run
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT conversation_id, last_seq FROM conversations"
                " WHERE conversation_id = ANY(%s::uuid[])",
                [list(conversations)],
            )
            self.before: dict[uuid.UUID, int] = dict(cursor.fetchall())

    def problems(self, accepted: int) -> list[str]:
        """Compare what is stored with how many messages were accepted."""
        asked: dict[str, Any] = {
            "ids": list(self.before),
            "seqs": list(self.before.values()),
            "run": f"{self.run} %",
        }
        with connection.cursor() as cursor:
            cursor.execute(COUNT, asked)
            stored, different = cursor.fetchone()
            cursor.execute(NUMBERS, asked)
            numbers, events, messages, miscounted = cursor.fetchone()
        found = [
            (stored != accepted, f"{accepted} messages were accepted, and {stored} are stored"),
            (different != stored, f"{stored - different} messages are stored twice"),
            (numbers != events, f"{numbers} numbers were given away for {events} events"),
            (numbers != messages, f"{numbers} numbers were given away for {messages} messages"),
            (miscounted, f"counters are wrong by {miscounted} messages"),
        ]
        return [words for is_wrong, words in found if is_wrong]
