"""Every fragment that open screens need, drawn once for all who look at it in the same way."""

import uuid
import zoneinfo
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone, translation

from chats import events, fragments
from chats.live.reading import Reading
from chats.live.screen import Face
from chats.models import ConversationParticipant, Event, Message
from chats.rows import Row


@dataclass
class Looks:
    # The last of the key: whether it is mine, and whether I may not see what it quotes.
    changes: dict[tuple[uuid.UUID, int, Face, bool, bool], str] = field(default_factory=dict)
    days: dict[tuple[uuid.UUID, Face], dict[str, str]] = field(default_factory=dict)
    rows: dict[tuple[int, Face], dict[str, Any]] = field(default_factory=dict)

    def change(
        self, event: Event, place: ConversationParticipant, face: Face, reading: Reading
    ) -> dict[str, Any]:
        """One event as a participant may see it; without words where they may not."""
        message = reading.message_of(event)
        mine = message is not None and message.sender_id == place.user_id
        is_shown = message is None or _may_see(message, place, reading)
        target = f"m-{message.pk}" if message else f"e-{event.seq}"
        bare = message is not None and _quotes_unseen(message, place)
        html = self.changes.get((event.conversation_id, event.seq, face, mine, bare))
        return {
            "conversation": str(event.conversation_id),
            "seq": event.seq,
            "kind": event.kind,
            "target": target,
            "html": html if is_shown else None,
            "day": self.days.get((message.pk, face)) if message and is_shown else None,
        }

    def row(self, place: ConversationParticipant, face: Face) -> dict[str, Any]:
        """One row of the list as it is now, safe to apply twice."""
        return self.rows[place.pk, face]


def draw(reading: Reading, faces: Mapping[uuid.UUID, set[Face]], with_rows: bool = True) -> Looks:
    """Draw what `reading` holds for the people in `faces`, each with the faces of their screens."""
    looks = Looks()
    for face in set().union(*faces.values()):
        with _wearing(face):
            _draw_changes(looks, reading, face, {pk for pk in faces if face in faces[pk]})
            if with_rows:
                _draw_rows(looks, reading, face, faces)
    return looks


def _draw_changes(looks: Looks, reading: Reading, face: Face, users: set[uuid.UUID]) -> None:
    kinds = {pk: place.conversation.kind for (pk, __), place in reading.places.items()}
    for conversation_id, found in reading.events.items():
        shown = events.shown_in(kinds.get(conversation_id, ""))
        for event in found:
            message = reading.message_of(event)
            if event.kind in shown:
                html = fragments.event_html(event, reading.names)
                looks.changes[conversation_id, event.seq, face, False, False] = html
            elif message is not None:
                _draw_message(looks, event, message, face, reading, users)


def _draw_message(
    looks: Looks,
    event: Event,
    message: Message,
    face: Face,
    reading: Reading,
    users: set[uuid.UUID],
) -> None:
    before = reading.before.get(message.pk)
    joined = fragments.continues(before, message)
    readers = [place for (pk, __), place in reading.places.items() if pk == message.conversation_id]
    for mine in {False, message.sender_id in users}:
        for bare in {False, *(_quotes_unseen(message, place) for place in readers)}:
            key = (message.conversation_id, event.seq, face, mine, bare)
            looks.changes[key] = fragments.message_html(
                message,
                mine=mine,
                joined=joined,
                conversation=message.conversation,
                floor=message.seq if bare else 0,
            )
    if fragments.begins_a_day(before, message):
        looks.days[message.pk, face] = fragments.day_html(message.sent_at)


def _draw_rows(
    looks: Looks, reading: Reading, face: Face, faces: Mapping[uuid.UUID, set[Face]]
) -> None:
    for (__, user_id), place in reading.places.items():
        if face in faces.get(user_id, ()):
            looks.rows[place.pk, face] = _row(place)


def _row(place: ConversationParticipant) -> dict[str, Any]:
    row = Row.of(place)
    return {
        "conversation": str(row.id),
        "seq": row.seq,
        "html": fragments.row_html(place),
        "unread": row.unread,
        "mentioned": row.mentioned,
        "muted": row.muted,
        "mine": row.mine,
        "title": row.name,
        "line": f"{row.who}: {row.preview}" if row.who else row.preview,
    }


def _may_see(message: Message, place: ConversationParticipant, reading: Reading) -> bool:
    return message.seq > place.floor_seq and (message.pk, place.user_id) not in reading.hidden


def _quotes_unseen(message: Message, place: ConversationParticipant) -> bool:
    """Whether it answers something from before what this person sees."""
    return message.reply_to is not None and message.reply_to.seq <= place.floor_seq


@contextmanager
def _wearing(face: Face) -> Iterator[None]:
    """Draw in the language and time zone of a face."""
    zone = zoneinfo.ZoneInfo(face.time_zone)
    with translation.override(face.language), timezone.override(zone):
        yield
