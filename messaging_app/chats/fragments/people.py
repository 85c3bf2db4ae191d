"""Everybody on the platform, as one person sees them."""

from typing import Any
from uuid import UUID

from django.urls import reverse

from chats.faces import Face
from chats.models import ConversationParticipant, User
from chats.rows import Row

PEOPLE = 50
IN_COMMON = 20


def page_of_people(viewer: User, *, q: str = "", after: UUID | None = None) -> dict[str, Any]:
    """One page of everybody else, by name."""
    others = User.objects.people().exclude(pk=viewer.pk).in_order()
    if q:
        others = others.named_like(q)
    if after:
        others = others.after(after)
    found = list(others[: PEOPLE + 1])
    shown = _faces(viewer, found[:PEOPLE])
    return {
        "groups": [{"title": "", "people": shown}] if shown else [],
        "people": shown,
        "q": q,
        "more": _address_after(found, q),
    }


def person_card(viewer: User, person: User) -> Face:
    return _faces(viewer, [person])[0]


def in_common(viewer: User, person: User) -> list[Row]:
    """The groups in which both take part, the busiest first."""
    places = ConversationParticipant.objects.of(viewer).exclude(conversation__kind="direct")
    both = places.filter(conversation__conversation_participants__user=person)
    return [Row.of(place) for place in both.listed().in_order()[:IN_COMMON]]


def _faces(viewer: User, people: list[User]) -> list[Face]:
    """Who starts conversations may talk to all; a guest to those who have begun one."""
    others = [person for person in people if person.pk != viewer.pk]
    if viewer.can_create_conversations():
        allowed = {person.pk for person in others}
    else:
        directs = ConversationParticipant.objects.of(viewer).filter(conversation__kind="direct")
        known = ConversationParticipant.objects.filter(
            conversation__in=directs.values("conversation"), user__in=others
        )
        allowed = set(known.values_list("user_id", flat=True))
    return [Face(person, may_talk=person.pk in allowed) for person in people]


def _address_after(found: list[User], q: str) -> str:
    if len(found) <= PEOPLE:
        return ""
    query = {"after": str(found[PEOPLE - 1].pk)} | ({"q": q} if q else {})
    return reverse("chats:people", query=query)
