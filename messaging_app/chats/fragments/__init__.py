"""One fragment, three entrances: page, answer and stream draw the same parts from here.

Nothing here knows a request; language and time zone are those that are active.
"""

from collections.abc import Mapping
from copy import copy
from datetime import datetime, timedelta
from typing import Any, Protocol

from django.template.loader import render_to_string
from django.utils import timezone

from chats.fragments.called import call_by_name
from chats.fragments.quoting import hide_quotes_below
from chats.models import Conversation, Event, Message
from chats.rows import Row


class Spoken(Protocol):
    """Who said something, and when."""

    @property
    def sender_id(self) -> Any: ...
    @property
    def sent_at(self) -> datetime: ...


TOGETHER = timedelta(minutes=5)  # messages of one person within this stand as one group


def message_html(
    message: Message,
    *,
    mine: bool,
    joined: bool,
    conversation: Conversation,
    floor: int = 0,
    **more: Any,
) -> str:
    """Draw a message of `Message.objects.complete()`; `mine` as its sender sees it.

    `floor` is the number up to which the reader may not see the history, quotes included.
    """
    call_by_name([message])
    if floor:
        message = copy(message)
        hide_quotes_below(floor, [message])
    context = {"message": message, "mine": mine, "joined": joined, "conversation": conversation}
    return render_to_string("chats/_message.html", context | more)


def event_html(event: Event, names: Mapping[str, str]) -> str:
    """Draw a line of the history, such as "Ann Lind added Ben Okafor"."""
    entry = {"event": event, "sentence": event.sentence(names), "at": event.at}
    return render_to_string("chats/_event.html", {"entry": entry})


def day_html(at: datetime) -> dict[str, str]:
    """Return the id and the markup of the line that opens the day of `at`."""
    html = render_to_string("chats/_day.html", {"at": at})
    return {"id": f"day-{timezone.localdate(at).isoformat()}", "html": html}


def row_html(row: Row) -> str:
    """Draw a row of the conversation list."""
    return render_to_string("chats/_row.html", {"row": row})


def continues(before: Spoken | None, message: Message) -> bool:
    """Whether a message stands in one group with the one before it."""
    return (
        before is not None
        and before.sender_id == message.sender_id
        and message.sent_at - before.sent_at <= TOGETHER
        and not begins_a_day(before, message)
    )


def begins_a_day(before: Spoken | None, message: Message) -> bool:
    """Whether a line with the day belongs above a message, in the current time zone."""
    return before is None or (
        timezone.localdate(before.sent_at) != timezone.localdate(message.sent_at)
    )
