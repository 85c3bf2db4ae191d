"""Who is called by name in a text: @Ann, or @Ann Lind."""

import uuid
from typing import TYPE_CHECKING

from django.apps import apps

if TYPE_CHECKING:
    from chats.models.participant import ConversationParticipant


def find_mentions(conversation_id: uuid.UUID, body: str) -> list[str]:
    """Return the ids of the participants whose name follows an @ in `body`.

    A full name always counts; a first name only when nobody else here has it.
    """
    if "@" not in body:
        return []
    places: type[ConversationParticipant] = apps.get_model("chats", "ConversationParticipant")
    people = list(
        places.objects.filter(conversation_id=conversation_id).values_list(
            "user_id", "user__first_name", "user__last_name"
        )
    )
    firsts = [first.casefold() for _person, first, _last in people]
    text = body.casefold()
    return [
        str(person)
        for person, first, last in people
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
