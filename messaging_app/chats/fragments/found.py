"""What a search shows: people and conversations by name, then messages, and what to try next."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from chats.fragments.people import page_of_people
from chats.models import Conversation, ConversationParticipant, Message, User
from chats.rendering.characters import tame
from chats.rows import Row, conversation_name
from chats.search import hits
from chats.search.excerpt import excerpt
from chats.search.position import HitPosition
from chats.search.query import Query, parse

Context = dict[str, Any]
FIRST = 5  # people and conversations above the messages


def found_everywhere(
    user: User, q: str, *, archived: bool = False, before: HitPosition | None = None
) -> Context:
    """In all conversations of a person; `archived` ones only when asked for."""
    query = parse(q)
    mine = ConversationParticipant.objects.of(user)
    if not archived:
        mine = mine.filter(archived_at__isnull=True)
    found = hits.find(user, query, _places(mine, query), before=before)
    names = _names(user, found.messages)
    asked = {"q": q} | ({"archived": "1"} if archived else {})
    context = {
        "q": q,
        "hits": [
            _hit(message, query) | {"conversation_name": names.get(message.conversation_id, "")}
            for message in found.messages
        ],
        "more_hits": _address("chats:search", asked, found.more),
        "goes_on": before is not None,
        "people": [],
        "conversations": [],
    }
    if query.words and not query.has_filters and before is None:
        context["people"] = page_of_people(user, q=query.text)["people"][:FIRST]
        rows = mine.named_like(query.text).listed().in_order()[:FIRST]
        context["conversations"] = [Row.of(place) for place in rows]
    return context | {"suggestions": _suggestions(query, asked)}


def found_here(
    place: ConversationParticipant, q: str, *, before: HitPosition | None = None
) -> Context:
    """In one conversation."""
    query = parse(q)
    here = ConversationParticipant.objects.filter(pk=place.pk)
    found = hits.find(place.user, query, list(here.with_floor()), before=before)
    everywhere = {"label": _("Search everywhere"), "url": reverse("chats:search", query={"q": q})}
    return {
        "q": q,
        "scope": place.conversation,
        "hits": [_hit(message, query) for message in found.messages],
        "more_hits": _address(
            "chats:conversation_search", {"q": q}, found.more, place.conversation
        ),
        "goes_on": before is not None,
        "suggestions": [everywhere],
    }


def _places(mine: Any, query: Query) -> list[ConversationParticipant]:
    """Where to look: everywhere, or where any in: says."""
    if query.conversations:
        named = [mine.named_like(name).values("pk") for name in query.conversations]
        mine = mine.filter(pk__in=named[0].union(*named[1:]) if named[1:] else named[0])
    return list(mine.with_floor().select_related(None))


def _names(user: User, messages: Sequence[Message]) -> dict[uuid.UUID, str]:
    """What the person calls the conversations that the messages are in."""
    places = (
        ConversationParticipant.objects.of(user)
        .filter(conversation__in={message.conversation_id for message in messages})
        .select_related("conversation")
        .with_other()
    )
    return {place.conversation_id: conversation_name(place) for place in places}


def _hit(message: Message, query: Query) -> Context:
    conversation = reverse("chats:conversation", args=[message.conversation_id])
    return {
        "message": message,
        "url": f"{conversation}?around={message.pk}#m-{message.pk}",
        "excerpt": excerpt(tame(message.message_body), query.words),
    }


def _suggestions(query: Query, asked: dict[str, str]) -> list[dict[str, str]]:
    """Where else to look when there is nothing."""
    wider = []
    if "archived" not in asked:
        everything = reverse("chats:search", query=asked | {"archived": "1"})
        wider.append({"label": _("Include archived conversations"), "url": everything})
    if query.words and query.has_filters:
        plain = reverse("chats:search", query=asked | {"q": query.text})
        wider.append({"label": _("Search without filters"), "url": plain})
    return wider


def _address(
    name: str,
    asked: dict[str, str],
    more: HitPosition | None,
    conversation: Conversation | None = None,
) -> str:
    """Of the next page, or nothing."""
    if more is None:
        return ""
    return reverse(
        name, args=[conversation.pk] if conversation else [], query=asked | {"before": str(more)}
    )
