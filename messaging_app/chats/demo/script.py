"""How a conversation of the demo is written down: who says what, how long ago."""

from dataclasses import dataclass, field
from datetime import timedelta

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Line:
    by: str
    ago: timedelta
    text: str = ""
    name: str = ""  # for a later line that answers this one
    answers: str = ""
    reactions: dict[str, tuple[str, ...]] = field(default_factory=dict)
    at_first: str = ""  # what it said before it was edited
    is_deleted: bool = False
    file: str = ""  # one of chats.demo.props


@dataclass(frozen=True, slots=True)
class Scene:
    """`unread` counts the last lines that Ann has not read yet."""

    people: tuple[str, ...]
    lines: tuple[Line, ...]
    title: str = ""
    description: str = ""
    unread: int = 0
    unread_by_others: bool = False
    is_pinned: bool = False
    is_muted: bool = False
    is_archived: bool = False
    draft: str = ""
