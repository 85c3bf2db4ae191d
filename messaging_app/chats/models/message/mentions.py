"""Who is called by name in a text: @Ann, or @Ann Lind."""

import uuid
from collections import defaultdict
from collections.abc import Iterable

from chats.models.statements import fetch

NAMES = """
SELECT p.conversation_id, p.user_id, u.first_name, u.last_name
FROM conversation_participants p JOIN users u USING (user_id)
WHERE p.conversation_id = ANY(%s)
"""

Names = list[tuple[uuid.UUID, str, str]]  # person, first name, last name


def find_mentions(conversation_id: uuid.UUID, body: str) -> list[str]:
    """Return the ids of the participants whose name follows an @ in `body`."""
    return called(body, names_in([conversation_id])[conversation_id]) if "@" in body else []


def names_in(conversations: Iterable[uuid.UUID]) -> dict[uuid.UUID, Names]:
    """Return what the participants of these conversations are called."""
    names: defaultdict[uuid.UUID, Names] = defaultdict(list)
    for conversation_id, *name in fetch(NAMES, [list(conversations)]):
        names[conversation_id].append((name[0], name[1], name[2]))
    return names


def called(body: str, names: Names) -> list[str]:
    """Return the ids of those whose name follows an @ in `body`.

    A full name always counts; a first name only when nobody else here has it.
    """
    if "@" not in body:
        return []
    firsts = [first.casefold() for _person, first, _last in names]
    text = body.casefold()
    return [
        str(person)
        for person, first, last in names
        if _is_called(text, f"{first} {last}".casefold())
        or (firsts.count(first.casefold()) == 1 and _is_called(text, first.casefold()))
    ]


def _is_called(text: str, name: str) -> bool:
    at = text.find(f"@{name}")
    while at >= 0:
        before, after = text[at - 1 : at], text[at + 1 + len(name) :][:1]
        if not (before.isalnum() or after.isalnum()):
            return True
        at = text.find(f"@{name}", at + 1)
    return False
