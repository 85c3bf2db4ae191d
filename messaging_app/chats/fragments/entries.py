"""A page of the history as it is drawn: days, the line of new messages, messages, events."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils import timezone

from chats.fragments import continues
from chats.fragments.called import call_by_name
from chats.fragments.quoting import hide_quotes_below
from chats.history import Line, Page
from chats.models import ConversationParticipant, Event, Message

Entry = dict[str, Any]


def entries(page: Page, place: ConversationParticipant) -> list[Entry]:
    """What stands on the page, oldest first. Wants a place `with_first_unread`."""
    names = _prepare([*page.lines, *page.changed], place)
    return list(_walk(page, place, names))


def changed_entries(page: Page, place: ConversationParticipant) -> list[Entry]:
    """Earlier messages that are to be drawn again, after `entries` has prepared them."""
    return [_of_message(message, place, joined=False) for message in page.changed]


def _walk(page: Page, place: ConversationParticipant, names: dict[str, str]) -> Iterator[Entry]:
    above: Line | None = None
    for line in page.lines:
        if above is None or _day(above) != _day(line):
            yield {"day": _at(line)}
        is_first_unread = line.seq == place.first_unread
        if is_first_unread:
            yield {"new": place.unread}
        if isinstance(line, Event):
            yield {"event": line, "sentence": line.sentence(names), "at": line.at}
        else:
            earlier = above if isinstance(above, Message) and not is_first_unread else None
            yield _of_message(line, place, joined=continues(earlier, line))
        above = line


def _of_message(message: Message, place: ConversationParticipant, *, joined: bool) -> Entry:
    return {"message": message, "mine": message.sender_id == place.user_id, "joined": joined}


def _prepare(lines: list[Line], place: ConversationParticipant) -> dict[str, str]:
    messages = [line for line in lines if isinstance(line, Message)]
    for message in messages:
        message.conversation = place.conversation
    hide_quotes_below(place.floor_seq, messages)
    return call_by_name(lines)


def _at(line: Line) -> datetime:
    return line.sent_at if isinstance(line, Message) else line.at


def _day(line: Line) -> Any:
    return timezone.localdate(_at(line))
