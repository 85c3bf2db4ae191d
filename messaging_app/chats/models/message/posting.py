"""The one way in: whatever creates a message ends here, alone or in a set.

A set is written in one transaction with a fixed number of statements. A posting that breaks a
rule fails alone with its own error; the others of its set are stored.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from chats import events
from chats.models.event import Event
from chats.models.keys import uuid7
from chats.models.message import history, writing
from chats.models.message.body import LONGEST, clean_body
from chats.models.message.kinds import MessageKind
from chats.models.message.known import Known
from chats.signals import recorded

if TYPE_CHECKING:
    from chats.models.conversation import Conversation
    from chats.models.message import Message
    from chats.models.participant import ConversationParticipant
    from chats.models.user import User


class Conflict(Exception):
    """The client_id was used before, for other words."""


Failure = ValidationError | PermissionDenied | Conflict


@dataclass(slots=True)
class Posting:
    """What somebody wants to say, before it is accepted."""

    conversation: "Conversation"
    sender: "User"
    message_body: str
    client_id: uuid.UUID | None = None
    reply_to_id: uuid.UUID | None = None
    attachment_ids: Sequence[uuid.UUID] = ()
    kind: str = MessageKind.TEXT
    sent_at: datetime | None = None
    is_history: bool = False  # brought in from elsewhere: mentions nobody, is unread by nobody
    id: uuid.UUID = field(default_factory=uuid7)
    message: "Message | None" = None  # an unsaved one to complete, else a new one is made

    @property
    def once(self) -> tuple[uuid.UUID, uuid.UUID] | None:
        """What makes it the same posting when it comes again."""
        return (self.sender.pk, self.client_id) if self.client_id else None


def post(postings: Sequence[Posting]) -> "list[Message]":
    """Store all or none; raise the first failure. Returns the messages in the given order."""
    with transaction.atomic():
        results = post_each(postings)
        for result in results:
            if isinstance(result, Exception):
                raise result
    return results  # type: ignore[return-value]


def post_each(postings: Sequence[Posting]) -> "list[Message | Failure]":
    """Store what may be stored; return a Message or the failure for each, in the given order.

    A posting whose client_id is stored already yields the stored message.
    """
    try:
        with transaction.atomic():
            return _post_set(postings)
    except IntegrityError as error:
        if "unique_message_client_id" not in str(error):
            raise
        # The same client_id was sent into two conversations at once: the other one has won.
        with transaction.atomic():
            return _post_set(postings)


def _post_set(postings: Sequence[Posting]) -> "list[Message | Failure]":
    results: dict[int, Message | Failure] = {}
    cleaned: list[Posting] = []
    for posting in postings:
        try:
            cleaned.append(_clean(posting))
        except ValidationError as error:
            results[id(posting)] = error
    known = Known(cleaned)
    accepted: list[Message] = []
    for posting in cleaned:
        try:
            results[id(posting)] = _accept(posting, known, accepted)
        except (ValidationError, PermissionDenied, Conflict) as failure:
            results[id(posting)] = failure
    if accepted:
        _store(accepted, known)
    return [results[id(posting)] for posting in postings]


def _clean(posting: Posting) -> Posting:
    """Files may come without words: then their names are the words, so that search finds them."""
    if posting.attachment_ids and not posting.message_body.strip():
        posting.kind = MessageKind.FILE
    else:
        posting.message_body = clean_body(posting.message_body)
    return posting


def _accept(posting: Posting, known: Known, accepted: "list[Message]") -> "Message":
    """Check one posting against what is known and give it its number."""
    stored = known.sent.get(posting.once) if posting.once else None
    if stored is not None:
        return _repeat(stored, posting)
    place = known.place(posting)
    _check_conversation(posting, known)
    _check_reply(posting, place, known)
    _claim_attachments(posting, known)
    message = _number(posting, place, known)
    accepted.append(message)
    return message


def _repeat(stored: "Message", posting: Posting) -> "Message":
    same_words = stored.kind == MessageKind.FILE or stored.message_body == posting.message_body
    was_edited = stored.edited_at is not None
    if stored.conversation_id == posting.conversation.pk and (same_words or was_edited):
        return stored
    raise Conflict(_("This message was already sent with other words."))


def _check_conversation(posting: Posting, known: Known) -> None:
    if not known.conversations[posting.conversation.pk].is_active:
        raise PermissionDenied(_("This conversation is closed. Nobody can write in it."))
    if not posting.sender.is_active:
        raise PermissionDenied(_("This account is switched off."))


def _check_reply(posting: Posting, place: "ConversationParticipant", known: Known) -> None:
    if posting.reply_to_id is None:
        return
    conversation_id, seq = known.replied.get(posting.reply_to_id, (None, 0))
    if conversation_id != posting.conversation.pk or seq <= place.floor_seq:
        raise ValidationError(
            {"reply_to": _("The message you reply to is not in this conversation.")}
        )


def _claim_attachments(posting: Posting, known: Known) -> None:
    """Only one's own files, not too many, and each with one message only."""
    wanted = [(pk, posting.sender.pk) for pk in posting.attachment_ids]
    if len(wanted) > settings.ATTACHMENTS_PER_MESSAGE:
        raise ValidationError(
            {
                "attachments": _("A message carries up to %(count)d files.")
                % {"count": settings.ATTACHMENTS_PER_MESSAGE}
            }
        )
    if len(set(wanted)) < len(wanted) or not known.attachments.keys() >= set(wanted):
        raise ValidationError({"attachments": _("A file is missing. Attach it again.")})
    names = [known.attachments.pop(one) for one in wanted]
    if posting.kind == MessageKind.FILE:
        posting.message_body = ", ".join(names)[:LONGEST]


def _number(posting: Posting, place: "ConversationParticipant", known: Known) -> "Message":
    conversation = known.conversations[posting.conversation.pk]
    known.welcome(place)
    conversation.last_seq += 1
    message = posting.message or known.message_model(id=posting.id)
    message.conversation, message.sender = posting.conversation, posting.sender
    message.kind, message.message_body = posting.kind, posting.message_body
    message.seq, message.client_id = conversation.last_seq, posting.client_id
    message.sent_at = posting.sent_at or timezone.now()
    message.reply_to_id = posting.reply_to_id
    message.mentions = [] if posting.is_history else known.mentions(message)
    if place.last_read_seq >= message.seq - 1:
        place.last_read_seq = message.seq  # with nothing unread before it, one's own is read
    known.replied[message.id] = (message.conversation_id, message.seq)
    known.claimed.extend((pk, message.id) for pk in posting.attachment_ids)
    if posting.is_history:
        known.history.append(message)
    if posting.once:
        known.sent[posting.once] = message
    return message


def _store(accepted: "list[Message]", known: Known) -> None:
    """Write the set, record its events, and ring once for each conversation."""
    history.join(known.newcomers)
    writing.write(accepted, [place for place in known.places.values() if place.pk])
    writing.attach(known.claimed)
    history.catch_up(known.history)
    for place in known.newcomers if recorded.receivers else ():
        recorded.send(sender=type(place.conversation), event=history.joining(place))
    for message in accepted:
        message._state.adding, message._state.db = False, "default"
        message.conversation.last_seq = message.seq
        message.conversation.last_message_at = message.sent_at
        message.conversation.message_count += 1
        if recorded.receivers:
            recorded.send(sender=type(message.conversation), event=_event_of(message))
    for conversation_id in {message.conversation_id for message in accepted}:
        known.conversations[conversation_id].ring()


def _event_of(message: "Message") -> Event:
    return Event(
        conversation=message.conversation,
        seq=message.seq,
        kind=events.MESSAGE_CREATED,
        actor=message.sender,
        message=message,
        at=message.sent_at,
    )
