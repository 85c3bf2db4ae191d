"""All of it in one transaction: a run that breaks leaves the database as it was."""

import random
from typing import Any

import psycopg
from django.conf import settings
from tqdm import tqdm

from bench.generate import schema
from bench.generate.columns import CONVERSATION, JOINING, MESSAGE, PARTICIPANT, USER
from bench.generate.copying import Target
from bench.generate.filling import Filling
from bench.generate.shape import Plan, Shape
from chats.models import Conversation, ConversationParticipant, Event, Message, User

SEED = 20261125  # the same shape brings the same rows

# What this transaction has stored, and nothing else.
EVENTS = """
INSERT INTO events (conversation_id, seq, kind, actor_id, message_id, data, at)
SELECT conversation_id, seq, 'message.created', sender_id, message_id, '{}', sent_at
FROM messages WHERE xmin = pg_current_xact_id()::xid
"""


class Unlike(Exception):
    """The schema is not the same after loading as before; nothing was stored."""


def is_there() -> bool:
    """Whether this database has been filled already."""
    found: bool = User.objects.filter(email="inbox@bench.example").exists()
    return found


def generate(shape: Shape, *, quiet: bool = False) -> None:
    """Fill the database that the settings name, under a progress bar when somebody watches."""
    chance = random.Random(SEED)  # noqa: S311 - not a secret
    filling = Filling(Plan(shape, chance), chance)
    # disable=None: no bar without a terminal.
    disabled = True if quiet else None
    with psycopg.connect(settings.DATABASE_URL) as base, base.cursor() as cursor:
        before = schema.picture(cursor)
        again = schema.lay_aside(cursor)
        _fill(cursor, filling, disabled)
        for statement in tqdm(again, desc="Indexes and keys", disable=disabled):
            schema.restore(cursor, statement)
        if schema.picture(cursor) != before:
            raise Unlike
    with psycopg.connect(settings.DATABASE_URL, autocommit=True) as base:
        base.execute(f"VACUUM (ANALYZE) {', '.join(schema.TABLES)}".encode())


def _fill(cursor: psycopg.Cursor[Any], filling: Filling, disabled: bool | None) -> None:
    total = filling.plan.shape.messages
    # The messages first: their numbers and times go into the conversations.
    for model, columns, rows, count in (
        (Message, MESSAGE, filling.message_rows(), total),
        (User, USER, filling.user_rows(), None),
        (Conversation, CONVERSATION, filling.conversation_rows(), None),
        (ConversationParticipant, PARTICIPANT, filling.participant_rows(), None),
        (Event, JOINING, filling.joining_rows(), None),
    ):
        target = Target(model, *columns)
        with tqdm(total=count, desc=target.table, unit_scale=True, disable=disabled) as bar:
            for written in target.copy(cursor, rows):
                bar.update(written)
    cursor.execute(EVENTS)
