"""The list of conversations beside every page of the chat."""

import uuid
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from chats.faces import Face
from chats.models import ConversationParticipant, User
from chats.models.participant.position import ListPosition
from chats.rows import Row

ROWS = 50
SUGGESTED = 5

FILTER_LABELS = [
    ("all", _("All")),
    ("unread", _("Unread")),
    ("direct", _("Direct")),
    ("groups", _("Groups")),
    ("archived", _("Archived")),
]


def sidebar(
    user: User,
    *,
    chosen: str = "all",
    q: str = "",
    before: ListPosition | None = None,
    current: uuid.UUID | None = None,
) -> dict[str, Any]:
    """One page of the list, from the top or from after a position; `current` is open."""
    mine = ConversationParticipant.objects.of(user)
    version = mine.version()  # before the rows: what changes between the two is sent again
    places = mine.chosen(chosen).listed().in_order()
    if q:
        places = places.named_like(q)
    if before:
        places = places.after(before)
    found = list(places[: ROWS + 1])
    return {
        "rows": [_row(place, current) for place in found[:ROWS]],
        "more": _address_after(found[ROWS - 1], chosen, q) if len(found) > ROWS else "",
        "filter": chosen,
        "filters": FILTER_LABELS,
        "q": q,
        "list_version": version,
        "me": user.pk,
    } | ({} if found else suggestions(user))


def _row(place: ConversationParticipant, current: uuid.UUID | None) -> Row:
    row = Row.of(place)
    row.selected = place.conversation_id == current
    return row


def suggestions(user: User) -> dict[str, Any]:
    """Whom to write to first, for a list that is still empty."""
    people = User.objects.people().exclude(pk=user.pk)
    faces = [Face(person) for person in people.in_order()[:SUGGESTED]]
    return {"suggested": faces, "people_total": people.count()}


def _address_after(last: ConversationParticipant, chosen: str, q: str) -> str:
    query = {"filter": chosen, "q": q, "before": str(ListPosition.of(last))}
    return reverse("chats:list", query={name: value for name, value in query.items() if value})
