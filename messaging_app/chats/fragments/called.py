"""The names of those whom messages call and events speak of, read at once."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from chats.models import Event, Message, User

if TYPE_CHECKING:
    from chats.history import Line


def names_of(ids: Iterable[object]) -> dict[str, str]:
    """Ids as text to display names; erased and unknown ids are left out."""
    wanted = {str(found) for found in ids}
    people = User.objects.filter(pk__in=wanted) if wanted else []
    return {str(person.pk): person.display_name for person in people}


def call_by_name(lines: "Iterable[Line]") -> dict[str, str]:
    """Let each message know the names it calls; returns all names that the lines need."""
    lines = list(lines)
    messages = [line for line in lines if isinstance(line, Message) and not is_known(line)]
    ids = {person for message in messages for person in message.mentions}
    ids |= {person for line in lines if isinstance(line, Event) for person in line.people()}
    names = names_of(ids)
    for message in messages:
        message.called = {key: names[key] for key in message.mentions if key in names}  # type: ignore[attr-defined]
    return names


def is_known(message: Message) -> bool:
    """Whether the names it calls were read before, for another face."""
    return hasattr(message, "called")
