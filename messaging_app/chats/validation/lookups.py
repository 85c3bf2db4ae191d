"""Each documented look-up is served by an index, on tables large enough for the planner to care.

The tables are copied with their indexes into a schema of their own and filled there, so that
the real ones are neither locked nor bloated; the caller rolls all of it back.
"""

import json
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from django.db import connection, models
from django.db.models.functions import Lower
from django.utils import timezone

from chats.models import Conversation, ConversationParticipant, Message, User
from chats.validation.check import Check, expect

SCHEMA = "rapport_validation"
TABLES = ("users", "conversations", "conversation_participants", "messages")
ONE = uuid.UUID(int=1)

# Key number n is the UUID n, so that rows can name each other; number 1 is a busy one.
FILL = """
INSERT INTO users (user_id, email, password_hash, first_name, last_name, role, kind, avatar,
                   created_at, is_staff, is_superuser, is_active)
SELECT lpad(to_hex(n), 32, '0')::uuid, 'person' || n || '@example.com', '!', 'Person', 'No ' || n,
       CASE WHEN n % 500 = 0 THEN 'admin' ELSE 'guest' END, 'person', '',
       now() - n * interval '1 hour', false, false, n % 500 <> 1
FROM generate_series(1, 20000) n;

INSERT INTO conversations (conversation_id, kind, title, description, joiners_see, created_at,
                           is_active, participant_count, message_count, last_seq)
SELECT lpad(to_hex(n), 32, '0')::uuid, 'group', '', '', 'start', now() - n * interval '1 hour',
       n % 500 <> 1, CASE WHEN n % 500 = 1 THEN 1000 ELSE 2 END, 2, 2
FROM generate_series(1, 20000) n;

INSERT INTO conversation_participants (conversation_id, user_id, joined_at, joined_seq, is_admin,
                                       last_read_seq, last_delivered_seq, cleared_seq, draft)
SELECT lpad(to_hex(CASE WHEN n <= 5000 THEN 1 ELSE n END), 32, '0')::uuid,
       lpad(to_hex(n % 5001 + 1), 32, '0')::uuid,
       now() - n * interval '1 hour', 0, n % 1000 = 0, 0, 0, 0, ''
FROM generate_series(1, 40000) n;

INSERT INTO messages (message_id, conversation_id, sender_id, kind, message_body, seq, sent_at,
                      mentions, is_deleted)
SELECT lpad(to_hex(n), 32, '0')::uuid,
       lpad(to_hex(CASE WHEN n % 400 = 1 THEN 1 ELSE n % 20000 END), 32, '0')::uuid,
       lpad(to_hex(CASE WHEN n % 400 = 0 THEN 1 ELSE n % 20000 END), 32, '0')::uuid,
       'text', 'words', n, now() - n * interval '1 minute', '[]', n % 3 = 0
FROM generate_series(1, 40000) n;
"""


def checks() -> Iterator[Check]:
    copy_and_fill()
    for name, rows in lookups().items():
        yield Check(f"index: {name}", served(rows))


def copy_and_fill() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {SCHEMA}")
        for table in TABLES:
            cursor.execute(
                f"CREATE TABLE {SCHEMA}.{table} (LIKE {table} INCLUDING ALL EXCLUDING STATISTICS)"
            )
        cursor.execute(f"SET LOCAL search_path = {SCHEMA}, public")
        cursor.execute(FILL)
        cursor.execute(f"ANALYZE {', '.join(TABLES)}")


def lookups() -> dict[str, models.QuerySet[Any]]:
    """Every look-up that must be cheap, by name."""
    lately = timezone.now() - timedelta(days=1)
    people, talks = User.objects.order_by(), Conversation.objects.order_by()
    places, messages = ConversationParticipant.objects.order_by(), Message.objects.order_by()
    lowered = people.alias(lowered=Lower("email"))
    here = messages.filter(conversation=ONE)
    return {
        "user by e-mail": people.filter(email="person77@example.com"),
        "user by e-mail in any case": lowered.filter(lowered="person77@example.com"),
        "user by role": people.filter(role="admin"),
        "user by created_at": people.filter(created_at__gte=lately),
        "user by is_active": people.filter(is_active=False),
        "conversation by created_at": talks.filter(created_at__gte=lately),
        "conversation by is_active": talks.filter(is_active=False),
        "conversation by participant_count": talks.filter(participant_count__gte=100),
        "message by conversation in order": here.order_by("-seq")[:50],
        "message by sender in order": messages.filter(sender=ONE).order_by("-sent_at")[:50],
        "message chronologically": messages.order_by("-sent_at")[:50],
        "message by conversation, is_deleted, sent_at": here.filter(is_deleted=False).order_by(
            "-sent_at"
        )[:50],
        "participant by conversation": places.filter(conversation=uuid.UUID(int=7000)),
        "participant by user": places.filter(user=ONE),
        "participant by is_admin": places.filter(is_admin=True),
        "participant by joined_at": places.filter(joined_at__gte=lately),
        "participant by conversation and is_admin": places.filter(conversation=ONE, is_admin=True),
    }


def served(rows: "models.QuerySet[Any]") -> Callable[[], None]:
    """An index alone answers: nothing is read in sequence, sorted, or thrown away afterwards."""

    def check() -> None:
        for node in plan(rows):
            kind = node["Node Type"]
            expect(kind not in ("Seq Scan", "Sort", "Incremental Sort"), f"the plan has a {kind}")
            expect("Filter" not in node, f"the plan filters by {node.get('Filter')}")
            if "Index Cond" in node:
                index = node["Index Name"]
                expect(first_column(index) in node["Index Cond"], f"all of {index} is read")

    return check


def first_column(index: str) -> str:
    """An index that is not entered by its first column is read from end to end."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_indexdef(%s::regclass, 1, false)", [f"{SCHEMA}.{index}"])
        return str(cursor.fetchone()[0])


def plan(rows: "models.QuerySet[Any]") -> Iterator[dict[str, Any]]:
    """The nodes of the plan that PostgreSQL chooses."""
    yield from nodes(json.loads(rows.explain(format="json"))[0]["Plan"])


def nodes(top: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield top
    for below in top.get("Plans", []):
        yield from nodes(below)
