"""The drawer beside a conversation: what it is, who takes part, what was shared."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.urls import reverse

from chats.faces import Face
from chats.fragments.head import Head, may_manage
from chats.models import Attachment, ConversationParticipant, User

MEMBERS = 50
FILES = 12
FILES_A_PAGE = 60
PICKED_FROM = 20


@dataclass
class Member(Face):
    """Somebody who takes part, as a row of the drawer."""

    is_admin: bool = False

    @property
    def user_id(self) -> UUID:
        return self.user.pk


def details(
    place: ConversationParticipant, *, q: str = "", after: UUID | None = None
) -> dict[str, Any]:
    """The context of the drawer; `q` and `after` choose the page of people."""
    conversation = place.conversation
    listed = ConversationParticipant.objects.listed().get(pk=place.pk)
    listed.conversation, listed.user = conversation, place.user
    files = shared(place)
    context = {
        "conversation": conversation,
        "place": listed,
        "head": Head.of(listed),
        "files": files[:FILES],
        "files_total": files.count(),
        "may_manage": may_manage(place),
    }
    if not conversation.is_direct:
        context |= members(place, q=q, after=after)
    if context["may_manage"]:
        context |= picker(place)
    return context


def shared(place: ConversationParticipant) -> QuerySet[Attachment]:
    """The files that came with messages which the person sees, newest first."""
    standing = place.messages().filter(is_deleted=False)
    files: QuerySet[Attachment] = Attachment.objects.filter(message__in=standing)
    return files.order_by("-pk")


def page_of_files(place: ConversationParticipant, before: UUID | None) -> dict[str, Any]:
    """One page of them, from the newest or from before a file."""
    files = shared(place).filter(pk__lt=before) if before else shared(place)
    found = list(files[: FILES_A_PAGE + 1])
    more = ""
    if len(found) > FILES_A_PAGE:
        query = {"before": str(found[FILES_A_PAGE - 1].pk)}
        more = reverse("chats:files", args=[place.conversation_id], query=query)
    return {"conversation": place.conversation, "files": found[:FILES_A_PAGE], "more": more}


def members(place: ConversationParticipant, *, q: str, after: UUID | None) -> dict[str, Any]:
    """One page of those who take part, by name."""
    here = User.objects.filter(conversation_participants__conversation=place.conversation_id)
    here = here.annotate(is_admin_here=F("conversation_participants__is_admin")).in_order()
    if q:
        here = here.named_like(q)
    if after:
        here = here.after(after)
    found = list(here[: MEMBERS + 1])
    return {
        "participants": [Member(user, is_admin=user.is_admin_here) for user in found[:MEMBERS]],
        "participants_total": place.conversation.participant_count,
        "participants_more": _address_after(place, found, q),
        "participants_q": q,
        "may_manage": may_manage(place),
        "conversation": place.conversation,
    }


def picker(
    place: ConversationParticipant, *, chosen: Iterable[User] = (), q: str = ""
) -> dict[str, Any]:
    """Who can be added: the first few found who do not take part yet, and who is chosen."""
    here = ConversationParticipant.objects.filter(conversation=place.conversation_id)
    others = User.objects.people().exclude(pk__in=here.values("user"))
    found = others.exclude(pk__in=[person.pk for person in chosen]).named_like(q).in_order()
    return {
        "people": [Face(person) for person in found[:PICKED_FROM]],
        "chosen": [Face(person) for person in chosen],
        "q": q,
    }


def _address_after(place: ConversationParticipant, found: list[User], q: str) -> str:
    if len(found) <= MEMBERS:
        return ""
    query = {"after": str(found[MEMBERS - 1].pk)} | ({"q": q} if q else {})
    return reverse("chats:participants", args=[place.conversation_id], query=query)
