"""The only place that rings the bell about conversations: after the commit, never what changed."""

import uuid
from collections.abc import Iterable
from functools import partial

from django.db import transaction

from realtime import bell

Pair = tuple[uuid.UUID, uuid.UUID]  # conversation, person


def changed(conversations: Iterable[uuid.UUID]) -> None:
    """Say after the commit that these conversations went on."""
    _ring(f"conversation:{pk}" for pk in conversations)


def positions_moved(conversation_id: uuid.UUID) -> None:
    """Say after the commit that somebody received or read something there."""
    _ring([f"receipts:{conversation_id}"])


def changed_for(pairs: Iterable[Pair]) -> None:
    """Say after the commit that a conversation changed for one person only."""
    _ring(f"personal:{pk}:{user_id}" for pk, user_id in pairs)


def hidden(
    conversation_id: uuid.UUID, user_id: uuid.UUID, message_id: uuid.UUID, is_so: bool
) -> None:
    """Say after the commit that a message was hidden from one person, or shown again."""
    _ring([f"hidden:{conversation_id}:{user_id}:{message_id}:{int(is_so)}"])


def typing(conversation_id: uuid.UUID, user_id: uuid.UUID) -> None:
    """Say at once that somebody types; nothing is stored."""
    bell.ring(f"typing:{conversation_id}:{user_id}")


def _ring(topics: Iterable[str]) -> None:
    said = tuple(topics)
    if said:
        transaction.on_commit(partial(bell.ring, *said))
