"""What programs say goes on its way here, one message or many."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from chats.models import Conversation, User
from chats.models.message.gathering import store_together
from chats.models.message.posting import Posting, Stored, store_each
from chats.models.message.refusals import FAILURES, Full, Unavailable

SENT_BACK = (*FAILURES, Full, Unavailable)


class NotYours(Exception):
    """The sender has no such conversation."""


Wanted = Mapping[str, Any]


def require(conversation_id: UUID, *, by: User) -> None:
    """Raise NotYours unless the sender takes part there."""
    if not Conversation.objects.visible_to(by).filter(pk=conversation_id).exists():
        raise NotYours


def send(wanted: Sequence[Wanted], *, by: User) -> list[Stored | Exception]:
    """Send each, in a fixed number of queries.

    Takes `conversation`, `body` and, if there are any, `client_id` and `reply_to` of each.
    Returns for each, in the given order, what is stored, or a Failure or NotYours.
    """
    ids = {each["conversation"] for each in wanted}
    mine = Conversation.objects.visible_to(by).in_bulk(ids)
    postings = [_posting(each, mine, by) for each in wanted]
    results = iter(_store([posting for posting in postings if posting]))
    return [next(results) if posting else NotYours() for posting in postings]


def _store(postings: Sequence[Posting]) -> Sequence[Stored | Exception]:
    """A set commits as one; a single one with what others send at the same time."""
    if len(postings) != 1:
        return store_each(postings)
    try:
        return [store_together(postings[0])]
    except SENT_BACK as failure:
        return [failure]


def _posting(wanted: Wanted, mine: Mapping[Any, Conversation], by: User) -> Posting | None:
    conversation = mine.get(wanted["conversation"])
    if conversation is None:
        return None
    return Posting(
        conversation=conversation,
        sender=by,
        message_body=wanted["body"],
        client_id=wanted.get("client_id"),
        reply_to_id=wanted.get("reply_to"),
    )
