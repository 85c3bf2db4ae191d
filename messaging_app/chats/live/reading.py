"""What changed, read once for every screen of this process. Runs in a thread of the hub."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Q

from chats.models import ConversationParticipant, Event, HiddenMessage, Message, User

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
    before: dict[uuid.UUID, Message] = field(default_factory=dict)
    hidden: set[Key] = field(default_factory=set)
    names: dict[str, str] = field(default_factory=dict)

    def message_of(self, event: Event) -> Message | None:
        """The message that an event speaks of."""
        return self.messages.get(event.message_id) if event.message_id else None

    def takes_part(self, user_id: uuid.UUID, conversation_id: uuid.UUID) -> bool:
        return user_id in self.seats.get(conversation_id, ())


NUMBERS = (
    "SELECT conversation_id, last_seq, kind FROM conversations WHERE conversation_id = ANY(%s)"
)

SEATS = """
SELECT p.conversation_id, p.user_id,
       greatest(p.cleared_seq, CASE c.joiners_see WHEN 'joining' THEN p.joined_seq ELSE 0 END)
FROM conversation_participants p JOIN conversations c USING (conversation_id)
WHERE p.conversation_id = ANY(%s)
"""


def read(
    conversations: Iterable[uuid.UUID], cursors: Mapping[uuid.UUID, Collection[int]]
) -> Reading:
    """Read who takes part in `conversations`, and the events after the lowest of `cursors`.

    A cursor that is further behind than MOST_BEHIND does not count.

    The last numbers are read before the events: what happens meanwhile rings again.
    """
    wanted = list(conversations)
    reading = Reading()
    with connection.cursor() as cursor:
        cursor.execute(NUMBERS, [wanted])
        for conversation_id, last, kind in cursor.fetchall():
            reading.last[conversation_id], reading.kinds[conversation_id] = last, kind
            reading.seats[conversation_id] = {}
        cursor.execute(SEATS, [wanted])
        for conversation_id, user_id, floor in cursor.fetchall():
            reading.seats.setdefault(conversation_id, {})[user_id] = floor
    _read_events(reading, cursors)
    return reading


def read_rows(
    conversations: Iterable[uuid.UUID], users: Iterable[uuid.UUID]
) -> list[ConversationParticipant]:
    """The rows of `users` in `conversations` as the list shows them."""
    places = ConversationParticipant.objects.filter(
        conversation__in=list(conversations), user__in=list(users)
    )
    return list(places.listed())


def _read_events(reading: Reading, cursors: Mapping[uuid.UUID, Collection[int]]) -> None:
    after = Q()
    for conversation_id, seqs in cursors.items():
        last = reading.last.get(conversation_id, 0)
        behind = [seq for seq in seqs if 0 < last - seq <= MOST_BEHIND]
        if behind:
            after |= Q(conversation=conversation_id, seq__gt=min(behind))
    if not after:
        return
    by_conversation: defaultdict[uuid.UUID, list[Event]] = defaultdict(list)
    for event in Event.objects.filter(after).order_by("conversation_id", "seq"):
        by_conversation[event.conversation_id].append(event)
    reading.events = dict(by_conversation)
    _read_messages(reading)


def _read_messages(reading: Reading) -> None:
    events = [event for found in reading.events.values() for event in found]
    ids = {event.message_id for event in events if event.message_id}
    if ids:
        found = Message.objects.complete().filter(pk__in=ids)
        reading.messages = {message.pk: message for message in found}
        reading.before = _read_before(ids)
        hidden = HiddenMessage.objects.filter(message__in=ids)
        reading.hidden = set(hidden.values_list("message_id", "user_id"))
    people = {event.actor_id for event in events} | {
        uuid.UUID(event.data["person"]) for event in events if "person" in event.data
    }
    for person in User.objects.filter(pk__in=people - {None}):
        reading.names[str(person.pk)] = person.display_name


BEFORE = """
SELECT m.message_id, b.message_id
FROM messages m, LATERAL (
    SELECT message_id FROM messages e
    WHERE e.conversation_id = m.conversation_id AND e.seq < m.seq ORDER BY e.seq DESC LIMIT 1
) b
WHERE m.message_id = ANY(%s)
"""


def _read_before(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Message]:
    """The message just before each of `ids`, for grouping."""
    with connection.cursor() as cursor:
        cursor.execute(BEFORE, [list(ids)])
        pairs = dict(cursor.fetchall())
    found = Message.objects.in_bulk(list(set(pairs.values())))
    return {pk: found[before] for pk, before in pairs.items() if before in found}


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
    with connection.cursor() as cursor:
        cursor.execute(LEAST, [list(conversations)])
        return {row[0]: Positions(row[1:]) for row in cursor.fetchall()}
