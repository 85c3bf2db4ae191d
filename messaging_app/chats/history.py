"""What a participant sees of a conversation, a page at a time: messages and events in one order.

Pages are found by number, so that the first of ten thousand costs as much as the last.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from chats import events
from chats.models import ConversationParticipant, Event, Message

if TYPE_CHECKING:
    from chats.models.message.queryset import MessageQuerySet

PAGE = 50
MOST_CHANGES = 500

Line = Message | Event


class TooOld(Exception):
    """More has changed since a page was read than is told piece by piece: read it anew."""


@dataclass(slots=True)
class Page:
    """`older` and `newer` are the numbers to go on from, None at the ends."""

    lines: list[Line]
    older: int | None = None
    newer: int | None = None
    cursor: int = 0
    changed: list[Message] = field(default_factory=list)


def latest(place: ConversationParticipant) -> Page:
    """The end. The cursor is what the conversation held before its lines were read."""
    return before(place, None)


def before(place: ConversationParticipant, seq: int | None) -> Page:
    """The page that ends before number `seq`."""
    lines, has_more = _backwards(place, seq, PAGE)
    return Page(
        lines,
        older=lines[0].seq if has_more else None,
        newer=lines[-1].seq if lines and seq is not None else None,
        cursor=place.conversation.last_seq,
    )


def after(place: ConversationParticipant, seq: int) -> Page:
    """The page that starts after number `seq`, with what changed since in earlier messages.

    Raises TooOld when too much has.
    """
    lines, has_more = _forwards(place, seq, PAGE)
    cursor = lines[-1].seq if has_more else place.conversation.last_seq
    return Page(
        lines,
        newer=cursor if has_more else None,
        cursor=cursor,
        changed=_changed(place, seq, cursor),
    )


def around(place: ConversationParticipant, message: Message) -> Page:
    """Half a page up to this message, and half a page after it."""
    earlier, has_older = _backwards(place, message.seq + 1, PAGE // 2)
    later, has_newer = _forwards(place, message.seq, PAGE // 2)
    lines = earlier + later
    return Page(
        lines,
        older=lines[0].seq if has_older else None,
        newer=lines[-1].seq if has_newer else None,
        cursor=place.conversation.last_seq,
    )


def _backwards(
    place: ConversationParticipant, below: int | None, count: int
) -> tuple[list[Line], bool]:
    messages, happened = _messages(place), _happened(place)
    if below is not None:
        messages, happened = messages.filter(seq__lt=below), happened.filter(seq__lt=below)
    found = list(messages.order_by("-seq")[: count + 1])
    floor = found[count].seq if len(found) > count else place.floor_seq
    also = happened.filter(seq__gt=floor).order_by("-seq")[: count + 1]
    lines: list[Line] = [*found, *also]
    lines.sort(key=_number)
    return lines[-count:], len(lines) > count


def _forwards(place: ConversationParticipant, above: int, count: int) -> tuple[list[Line], bool]:
    above = max(above, place.floor_seq)
    found = list(_messages(place).filter(seq__gt=above).order_by("seq")[: count + 1])
    happened = _happened(place).filter(seq__gt=above)
    if len(found) > count:
        happened = happened.filter(seq__lt=found[count].seq)
    lines: list[Line] = [*found, *happened.order_by("seq")[: count + 1]]
    lines.sort(key=_number)
    return lines[:count], len(lines) > count


def _changed(place: ConversationParticipant, above: int, upto: int) -> list[Message]:
    """Messages up to `above` that were edited, deleted, restored or reacted to since."""
    touches = Event.objects.filter(
        conversation=place.conversation_id,
        seq__gt=above,
        seq__lte=upto,
        kind__in=events.ABOUT_A_MESSAGE - {events.MESSAGE_CREATED},
    )
    touched = list(touches.values_list("message_id", flat=True)[: MOST_CHANGES + 1])
    if len(touched) > MOST_CHANGES:
        raise TooOld
    return list(_messages(place).filter(seq__lte=above, pk__in=touched).order_by("seq"))


def _messages(place: ConversationParticipant) -> "MessageQuerySet":
    return place.messages().complete()


def _happened(place: ConversationParticipant) -> QuerySet[Event]:
    """Its lines that are not messages."""
    shown = events.shown_in(place.conversation.kind)
    return Event.objects.filter(conversation=place.conversation_id, kind__in=shown)


def _number(line: Line) -> int:
    return line.seq
