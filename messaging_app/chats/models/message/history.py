"""What history brings along: who speaks joins, and everybody has read what was brought in."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from chats import events
from chats.models.event import Event
from chats.models.statements import execute

if TYPE_CHECKING:
    from chats.models.message.posting import Stored

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


class Numbers(Protocol):
    """A conversation whose row is held: the model itself, or only its numbers."""

    pk: uuid.UUID
    last_seq: int
    participant_count: int

    @property
    def is_direct(self) -> bool: ...


@dataclass(slots=True)
class Seat:
    """Somebody's place as far as a send asks about it; without `id` it is not stored yet."""

    conversation: Any  # Numbers, and what else its maker knows of it
    user_id: uuid.UUID
    id: int | None = None
    joined_seq: int = 0
    cleared_seq: int = 0
    last_read_seq: int = 0
    has_draft: bool = False
    joined_at: datetime | None = None
    is_admin: bool = False

    @property
    def floor_seq(self) -> int:
        """The number after which this person sees the history."""
        from_joining = self.conversation.joiners_see == "joining"
        return max(self.joined_seq if from_joining else 0, self.cleared_seq)


def newcomer(conversation: Numbers, user_id: uuid.UUID, at: datetime) -> Seat:
    """A place for somebody who speaks in an imported history, not stored yet."""
    if conversation.is_direct and conversation.participant_count >= 2:
        raise ValidationError(_("A direct conversation has exactly two people. Start a group."))
    return Seat(conversation, user_id, joined_at=at)


def take_number(seat: Seat) -> None:
    """Joining comes right before the person's first words."""
    seat.joined_seq = seat.conversation.last_seq
    seat.conversation.last_seq += 1
    seat.conversation.participant_count += 1
    seat.last_read_seq = seat.conversation.last_seq


def join(seats: Iterable[Seat]) -> None:
    """Store the places, with their events and counters."""
    rows = [
        (
            seat.conversation.pk,
            seat.user_id,
            seat.is_admin,
            seat.joined_seq,
            seat.last_read_seq,
            seat.joined_at,
        )
        for seat in seats
    ]
    if rows:
        columns = [list(column) for column in zip(*rows, strict=True)]
        execute(JOIN, [*columns, events.PARTICIPANT_JOINED])


def joining(seat: Seat) -> Event:
    """What is recorded about a newcomer."""
    return Event(
        conversation_id=seat.conversation.pk,
        seq=seat.joined_seq + 1,
        kind=events.PARTICIPANT_JOINED,
        data={"person": str(seat.user_id)},
        at=seat.joined_at or timezone.now(),
    )


def catch_up(messages: "Iterable[Stored]") -> None:
    """Everybody who was up to date before these messages is up to date after them."""
    first: dict[uuid.UUID, int] = {}
    for message in messages:
        first.setdefault(message.conversation_id, message.seq)
    if first:
        execute(CATCH_UP, [list(first), list(first.values())])
