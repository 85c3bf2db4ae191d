"""What programs say goes on its way here, one message or many."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from chats.models import Conversation, User
from chats.models.message.posting import Posting, Stored, store_each


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
    results = iter(store_each([posting for posting in postings if posting]))
    return [next(results) if posting else NotYours() for posting in postings]


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
