"""Every fragment that open screens need, drawn once for all who look at it in the same way."""

import uuid
import zoneinfo
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.utils import timezone, translation

from chats import events, fragments
from chats.live.reading import Reading
from chats.live.screen import Face, Screen
from chats.models import ConversationParticipant, Event, Message
from chats.rows import Row
from realtime.stream import Frame, framed, packed


class Listener(NamedTuple):
    """Who looks at a conversation, and how."""

    user_id: uuid.UUID
    face: Face


class Look(NamedTuple):
    """What makes the drawing of an event one's own."""

    face: Face
    is_mine: bool
    is_bare: bool  # it quotes what one may not see


DrawnRow = tuple[ConversationParticipant, Face, dict[str, Any]]


@dataclass
class Looks:
    """What happened, drawn. Each drawing is packed once, and framed once for each cursor."""

    reading: Reading
    changes: dict[tuple[uuid.UUID, int, Look], str] = field(default_factory=dict)
    days: dict[tuple[uuid.UUID, Face], dict[str, str]] = field(default_factory=dict)
    _lines: dict[tuple[uuid.UUID, int, Look, bool], bytes] = field(default_factory=dict)
    _frames: dict[tuple[bytes, str], Frame] = field(default_factory=dict)
    _special: dict[uuid.UUID, set[uuid.UUID]] = field(default_factory=dict)

    def frame(self, event: Event, screen: Screen) -> Frame:
        """One event for a screen whose cursor stands on it."""
        return self._framed(self.line(event, screen.user_id, screen.face), screen.cursor)

    def run(self, events: Sequence[Event], screen: Screen) -> Frame:
        """Several events in order, as one; moves the screen's cursor over them."""
        frames = []
        for event in events:
            screen.cursors[event.conversation_id] = event.seq
            frames.append(self.frame(event, screen))
        return frames[0] if len(frames) == 1 else Frame(b"".join(frames))

    def is_special(self, user_id: uuid.UUID, conversation_id: uuid.UUID) -> bool:
        """Whether something looks another way to this person than to others of their face."""
        if conversation_id not in self._special:
            found = self.reading.events.get(conversation_id, ())
            messages = [one for one in map(self.reading.message_of, found) if one]
            hidden = {user for pk, user in self.reading.hidden if pk in self.reading.messages}
            self._special[conversation_id] = {one.sender_id for one in messages} | hidden
        return user_id in self._special[conversation_id]

    def line(self, event: Event, user_id: uuid.UUID, face: Face) -> bytes:
        """One event as a participant may see it; without words where they may not."""
        message = self.reading.message_of(event)
        floor = self.reading.seats[event.conversation_id][user_id]
        is_shown = message is None or (
            message.seq > floor and (message.pk, user_id) not in self.reading.hidden
        )
        is_mine = message is not None and message.sender_id == user_id
        look = Look(face, is_mine, message is not None and _quotes_unseen(message, floor))
        key = (event.conversation_id, event.seq, look, is_shown)
        found = self._lines.get(key)
        if found is None:
            found = self._lines[key] = packed(self.change(event, look, is_shown))
        return found

    def change(self, event: Event, look: Look, is_shown: bool = True) -> dict[str, Any]:
        message = self.reading.message_of(event)
        html = self.changes.get((event.conversation_id, event.seq, look))
        return {
            "conversation": str(event.conversation_id),
            "seq": event.seq,
            "kind": event.kind,
            "target": f"m-{message.pk}" if message else f"e-{event.seq}",
            "html": html if is_shown else None,
            "day": self.days.get((message.pk, look.face)) if message and is_shown else None,
        }

    def _framed(self, line: bytes, cursor: str) -> Frame:
        found = self._frames.get((line, cursor))
        if found is None:
            found = self._frames[line, cursor] = framed("change", line, cursor)
        return found


def draw(reading: Reading, listeners: Mapping[uuid.UUID, Iterable[Listener]]) -> Looks:
    """Draw what `reading` holds for those who look at each of its conversations."""
    looks = Looks(reading)
    for conversation_id, found in reading.events.items():
        by_face: defaultdict[Face, set[uuid.UUID]] = defaultdict(set)
        for user_id, face in listeners.get(conversation_id, ()):
            if reading.takes_part(user_id, conversation_id):
                by_face[face].add(user_id)
        for face, users in by_face.items():
            with _wearing(face):
                for event in found:
                    _draw_change(looks, event, face, users)
    return looks


def draw_rows(
    places: Iterable[ConversationParticipant], faces: Mapping[uuid.UUID, Iterable[Face]]
) -> list[DrawnRow]:
    """Draw each row for the faces of its person; rows that look the same are drawn once."""
    by_face: defaultdict[Face, list[ConversationParticipant]] = defaultdict(list)
    for place in places:
        for face in faces.get(place.user_id, ()):
            by_face[face].append(place)
    drawn = []
    for face, found in by_face.items():
        with _wearing(face):
            alike: dict[Row, str] = {}
            drawn += [(place, face, _row(place, alike)) for place in found]
    return drawn


def _draw_change(looks: Looks, event: Event, face: Face, users: set[uuid.UUID]) -> None:
    message = looks.reading.message_of(event)
    if event.kind in events.shown_in(looks.reading.kinds.get(event.conversation_id, "")):
        html = fragments.event_html(event, looks.reading.names)
        looks.changes[event.conversation_id, event.seq, Look(face, False, False)] = html
    elif message is not None:
        _draw_message(looks, event, message, face, users)


def _draw_message(
    looks: Looks, event: Event, message: Message, face: Face, users: set[uuid.UUID]
) -> None:
    before = looks.reading.before.get(message.pk)
    joined = fragments.continues(before, message)
    floors = looks.reading.seats[event.conversation_id]
    for is_mine, is_bare in {
        (user_id == message.sender_id, _quotes_unseen(message, floors[user_id]))
        for user_id in users
    }:
        look = Look(face, is_mine, is_bare)
        looks.changes[event.conversation_id, event.seq, look] = fragments.message_html(
            message,
            mine=is_mine,
            joined=joined,
            conversation=message.conversation,
            floor=message.seq if is_bare else 0,
        )
    if fragments.begins_a_day(before, message):
        looks.days[message.pk, face] = fragments.day_html(message.sent_at)


def _row(place: ConversationParticipant, alike: dict[Row, str]) -> dict[str, Any]:
    row = Row.of(place)
    if row not in alike:
        alike[row] = fragments.row_html(row)
    return {
        "conversation": str(row.id),
        "seq": row.seq,
        "html": alike[row],
        "unread": row.unread,
        "mentioned": row.mentioned,
        "muted": row.muted,
        "mine": row.mine,
        "title": row.name,
        "line": f"{row.who}: {row.preview}" if row.who else row.preview,
    }


def _quotes_unseen(message: Message, floor: int) -> bool:
    """Whether it answers something from before what this person sees."""
    return message.reply_to is not None and message.reply_to.seq <= floor


@contextmanager
def _wearing(face: Face) -> Iterator[None]:
    """Draw in the language and time zone of a face."""
    zone = zoneinfo.ZoneInfo(face.time_zone)
    with translation.override(face.language), timezone.override(zone):
        yield
