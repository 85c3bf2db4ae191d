"""What changed, read once for every screen of this process. Runs in a thread of the hub."""

import json
import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from chats.models import ConversationParticipant, Event, HiddenMessage, Message, User
from chats.models.prepared import Prepared
from chats.models.statements import fetch

MOST_BEHIND = 500  # events; a screen further behind loads the conversation anew

Key = tuple[uuid.UUID, uuid.UUID]  # message, user


@dataclass
class Reading:
    last: dict[uuid.UUID, int] = field(default_factory=dict)
    kinds: dict[uuid.UUID, str] = field(default_factory=dict)
    # Who takes part, each with the number after which they see the history.
    seats: dict[uuid.UUID, dict[uuid.UUID, int]] = field(default_factory=dict)
    events: dict[uuid.UUID, list[Event]] = field(default_factory=dict)
    messages: dict[uuid.UUID, Message] = field(default_factory=dict)
    before: "dict[uuid.UUID, Before]" = field(default_factory=dict)
    hidden: set[Key] = field(default_factory=set)
    names: dict[str, str] = field(default_factory=dict)

    def message_of(self, event: Event) -> Message | None:
        """The message that an event speaks of."""
        return self.messages.get(event.message_id) if event.message_id else None

    def takes_part(self, user_id: uuid.UUID, conversation_id: uuid.UUID) -> bool:
        return user_id in self.seats.get(conversation_id, ())


@dataclass(frozen=True, slots=True)
class Before:
    """The message just before another, as far as grouping asks."""

    sender_id: uuid.UUID
    sent_at: datetime


# One statement, so that nothing happens between the numbers and the people.
SEATS = """
SELECT c.conversation_id, c.last_seq, c.kind, p.user_id,
       greatest(p.cleared_seq, CASE c.joiners_see WHEN 'joining' THEN p.joined_seq ELSE 0 END)
FROM conversations c LEFT JOIN conversation_participants p USING (conversation_id)
WHERE c.conversation_id = ANY(%s)
"""

EVENTS = """
SELECT e.conversation_id, e.seq, e.kind, e.actor_id, e.message_id, e.data, e.at
FROM unnest(%s::uuid[], %s::bigint[]) AS w (conversation_id, after)
JOIN events e ON e.conversation_id = w.conversation_id AND e.seq > w.after
ORDER BY e.conversation_id, e.seq
"""
EVENT = ("conversation_id", "seq", "kind", "actor_id", "message_id", "data", "at")

BEFORE = """
SELECT m.message_id, b.sender_id, b.sent_at
FROM messages m, LATERAL (
    SELECT sender_id, sent_at FROM messages e
    WHERE e.conversation_id = m.conversation_id AND e.seq < m.seq ORDER BY e.seq DESC LIMIT 1
) b
WHERE m.message_id = ANY(%s)
"""

_messages = Prepared(lambda: Message.objects.marked(), "messages.message_id")
_rows = Prepared(
    lambda: ConversationParticipant.objects.listed(),
    "conversation_participants.conversation_id",
    "conversation_participants.user_id",
)


def read(
    conversations: Iterable[uuid.UUID], cursors: Mapping[uuid.UUID, Collection[int]]
) -> Reading:
    """Read who takes part in `conversations`, and the events after the lowest of `cursors`.

    A cursor that is further behind than MOST_BEHIND does not count.

    The last numbers are read before the events: what happens meanwhile rings again.
    """
    reading = Reading()
    for conversation_id, last, kind, user_id, floor in fetch(SEATS, [list(conversations)]):
        reading.last[conversation_id], reading.kinds[conversation_id] = last, kind
        seats = reading.seats.setdefault(conversation_id, {})
        if user_id:
            seats[user_id] = floor
    _read_events(reading, cursors)
    return reading


def read_rows(
    conversations: Iterable[uuid.UUID], users: Iterable[uuid.UUID]
) -> list[ConversationParticipant]:
    """The rows of `users` in `conversations` as the list shows them."""
    return _rows.run(conversations, users)


def _read_events(reading: Reading, cursors: Mapping[uuid.UUID, Collection[int]]) -> None:
    after: dict[uuid.UUID, int] = {}
    for conversation_id, seqs in cursors.items():
        last = reading.last.get(conversation_id, 0)
        behind = [seq for seq in seqs if 0 < last - seq <= MOST_BEHIND]
        if behind:
            after[conversation_id] = min(behind)
    rows = fetch(EVENTS, [list(after), list(after.values())]) if after else []
    for row in rows:
        event = Event(**dict(zip(EVENT, row, strict=True)))
        event.data = json.loads(event.data)  # Django leaves JSON to its fields
        reading.events.setdefault(event.conversation_id, []).append(event)
    if rows:
        _read_messages(reading)
        _read_names(reading)


def _read_messages(reading: Reading) -> None:
    ids = {e.message_id for found in reading.events.values() for e in found if e.message_id}
    found = _messages.run(ids) if ids else []
    if not found:
        return
    reading.messages = {message.pk: message for message in Message.objects.furnish(found)}
    for pk, sender_id, sent_at in fetch(BEFORE, [list(reading.messages)]):
        reading.before[pk] = Before(sender_id, sent_at)
    hidden = [message.pk for message in found if message.is_hidden_from_some]
    if hidden:
        rows = HiddenMessage.objects.filter(message__in=hidden)
        reading.hidden = set(rows.values_list("message_id", "user_id"))


def _read_names(reading: Reading) -> None:
    """What those are called whom a line of the history names."""
    events = [e for found in reading.events.values() for e in found if not e.message_id]
    people = {event.actor_id for event in events} | {
        uuid.UUID(event.data["person"]) for event in events if "person" in event.data
    }
    if people - {None}:
        for person in User.objects.filter(pk__in=people - {None}):
            reading.names[str(person.pk)] = person.display_name


LEAST = """
SELECT conversation_id,
       (array_agg(user_id ORDER BY last_read_seq))[1],
       (array_agg(last_read_seq ORDER BY last_read_seq))[1:2],
       (array_agg(user_id ORDER BY last_delivered_seq))[1],
       (array_agg(last_delivered_seq ORDER BY last_delivered_seq))[1:2]
FROM conversation_participants WHERE conversation_id = ANY(%s) GROUP BY conversation_id
"""


class Positions:
    """How far the slowest of a conversation's people have come, with and without one of them."""

    def __init__(self, row: tuple[uuid.UUID, list[int], uuid.UUID, list[int]]) -> None:
        self._reader, self._read, self._receiver, self._delivered = row

    def without(self, user_id: uuid.UUID) -> tuple[int, int]:
        """(read, delivered): up to where everybody but `user_id` has come; 0 when alone."""
        return (
            _least(self._read, self._reader == user_id),
            _least(self._delivered, self._receiver == user_id),
        )


def _least(positions: list[int], skip_first: bool) -> int:
    rest = positions[1:] if skip_first else positions
    return rest[0] if rest and len(positions) > 1 else 0


def read_positions(conversations: Iterable[uuid.UUID]) -> dict[uuid.UUID, Positions]:
    return {row[0]: Positions(row[1:]) for row in fetch(LEAST, [list(conversations)])}
