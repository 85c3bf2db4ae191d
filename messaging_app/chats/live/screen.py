"""One open browser: who looks, what is open on it, and how far it has come."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from realtime.stream import Frame, Stream, session_name


class Face(NamedTuple):
    """How a fragment looks to somebody: rendered once for all who share it."""

    language: str
    time_zone: str


@dataclass(eq=False, slots=True)
class Screen:
    user_id: uuid.UUID
    face: Face
    session_key: str  # the sign-in it was opened with
    cursors: dict[uuid.UUID, int]  # the open conversations, each with the last number shown
    stream: Stream = field(default_factory=Stream)
    positions: dict[uuid.UUID, tuple[int, int]] = field(default_factory=dict)  # last told

    @property
    def session(self) -> str:
        """The sign-in's public name, as the bell knows it."""
        return session_name(self.session_key)

    def send(self, event: str, data: Mapping[str, Any]) -> None:
        self.stream.send(event, data)

    def write(self, frame: Frame) -> None:
        self.stream.write(frame)

    def reset(self, conversation_id: uuid.UUID | None, reason: str) -> None:
        """Tell the page to load a part of itself again, whole."""
        if conversation_id is not None:
            self.cursors.pop(conversation_id, None)
        name = str(conversation_id) if conversation_id else None
        self.stream.send("reset", {"conversation": name, "reason": reason})

    @property
    def cursor(self) -> str:
        """The state of all open conversations, as the browser sends it back."""
        return ",".join(f"{conversation}:{seq}" for conversation, seq in self.cursors.items())


MOST_OPEN = 20
CURSOR = "A cursor is <conversation>:<number>,… and names at most 20 conversations."


def parse_cursor(text: str) -> dict[uuid.UUID, int]:
    """Read `<conversation>:<seq>,…`; raises ValueError for anything else, or for too many."""
    cursors = {}
    for part in filter(None, text.split(",")):
        conversation, __, seq = part.partition(":")
        if not (seq.isascii() and seq.isdecimal()):
            raise ValueError(CURSOR)
        try:
            cursors[uuid.UUID(conversation)] = min(int(seq), 2**62)
        except ValueError as error:
            raise ValueError(CURSOR) from error
    if len(cursors) > MOST_OPEN:
        raise ValueError(CURSOR)
    return cursors
