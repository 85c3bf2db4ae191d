"""The one way in: whatever creates a message ends here, alone or in a set.

A set is written in one transaction with a fixed number of statements. A posting that breaks a
rule fails alone with its own error; the others of its set are stored.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from django.apps import apps
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from chats import events
from chats.models import ringing
from chats.models.event import Event
from chats.models.keys import uuid7
from chats.models.message import history, writing
from chats.models.message.body import LONGEST, clean_body
from chats.models.message.history import Seat
from chats.models.message.kinds import MessageKind
from chats.models.message.known import Held, Known, Sent
from chats.models.message.refusals import Busy, Conflict, Failure, Stranger
from chats.signals import recorded

if TYPE_CHECKING:
    from chats.models.message import Message

__all__ = ["Conflict", "Failure", "Posting", "Stored", "Stranger", "post", "post_each"]


class Named(Protocol):
    """A conversation: the model itself, or only its key."""

    @property
    def pk(self) -> uuid.UUID: ...


class Speaker(Named, Protocol):
    """Who speaks: the model itself, or what was found out about who asks."""

    @property
    def is_active(self) -> bool: ...


@dataclass(slots=True)
class Posting:
    """What somebody wants to say, before it is accepted."""

    conversation: Named
    sender: Speaker
    message_body: str
    client_id: uuid.UUID | None = None
    reply_to_id: uuid.UUID | None = None
    attachment_ids: Sequence[uuid.UUID] = ()
    kind: str = MessageKind.TEXT
    sent_at: datetime | None = None
    is_history: bool = False  # brought in from elsewhere: mentions nobody, is unread by nobody
    ends_draft: bool = False  # what the sender had begun to write here is sent now
    id: uuid.UUID = field(default_factory=uuid7)
    message: "Message | None" = None  # an unsaved one to complete, else a new one is made

    @property
    def once(self) -> tuple[uuid.UUID, uuid.UUID] | None:
        """What makes it the same posting when it comes again."""
        return (self.sender.pk, self.client_id) if self.client_id else None


@dataclass(slots=True)
class Stored:
    """A posting that has its number; `is_new` unless it had been sent before."""

    posting: Posting
    id: uuid.UUID
    conversation_id: uuid.UUID
    seq: int
    sent_at: datetime
    mentions: list[str] = field(default_factory=list)
    is_new: bool = True
    message: "Message | None" = None  # once somebody wanted it

    def complete(self) -> "Message":
        """The model of a new one, known to be in the database."""
        if self.message:
            return self.message
        posting = self.posting
        model: type[Message] = apps.get_model("chats", "Message")
        message = posting.message or model(id=self.id)
        message.conversation, message.sender = posting.conversation, posting.sender  # type: ignore[assignment]
        message.kind, message.message_body = posting.kind, posting.message_body
        message.seq, message.client_id = self.seq, posting.client_id
        message.sent_at, message.mentions = self.sent_at, self.mentions
        message.reply_to_id = posting.reply_to_id
        message._state.adding, message._state.db = False, "default"
        self.message = message
        return message


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
    return as_messages(store_each(postings))  # type: ignore[arg-type]


def store_each(
    postings: Sequence[Posting], *, skip_locked: bool = False
) -> list[Stored | Failure | Busy]:
    """What `post_each` does, without making models.

    With `skip_locked` it waits for nobody: what goes into a conversation that somebody else
    holds is Busy, as is what goes into one that does not exist.
    """
    try:
        with transaction.atomic():
            return _store_set(postings, skip_locked)
    except IntegrityError as error:
        if "unique_message_client_id" not in str(error):
            raise
        # The same client_id was sent into two conversations at once: the other one has won.
        with transaction.atomic():
            return _store_set(postings, skip_locked)


def as_messages(results: "Sequence[Stored | Failure]") -> "list[Message | Failure]":
    """The models of what was stored, new or before, and the failures as they are."""
    repeated = [one.id for one in results if isinstance(one, Stored) and not one.is_new]
    found: dict[uuid.UUID, Message] = {}
    if repeated:
        model: type[Message] = apps.get_model("chats", "Message")
        found = model.objects.select_related("sender", "conversation").in_bulk(repeated)
    return [_as_message(result, found) for result in results]


def _as_message(
    result: "Stored | Failure", found: "dict[uuid.UUID, Message]"
) -> "Message | Failure":
    if not isinstance(result, Stored):
        return result
    return found.get(result.id) or result.complete()


def _store_set(postings: Sequence[Posting], skip_locked: bool) -> list[Stored | Failure | Busy]:
    results: dict[int, Stored | Failure | Busy] = {}
    cleaned: list[Posting] = []
    for posting in postings:
        try:
            cleaned.append(_clean(posting))
        except ValidationError as error:
            results[id(posting)] = error
    known = Known(cleaned, skip_locked=skip_locked)
    accepted: list[Stored] = []
    for posting in cleaned:
        try:
            results[id(posting)] = _accept(posting, known, accepted)
        except (ValidationError, PermissionDenied, Conflict, Busy) as failure:
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


def _accept(posting: Posting, known: Known, accepted: list[Stored]) -> Stored:
    """Check one posting against what is known and give it its number."""
    sent = known.sent.get(posting.once) if posting.once else None
    if sent is not None:
        return _repeat(sent, posting)
    conversation = known.conversation(posting)
    seat = known.seat(posting, conversation)
    _check_conversation(posting, conversation)
    _check_reply(posting, seat, known)
    _claim_attachments(posting, known)
    stored = _number(posting, conversation, seat, known)
    accepted.append(stored)
    return stored


def _repeat(sent: Sent, posting: Posting) -> Stored:
    same_words = sent.kind == MessageKind.FILE or sent.message_body == posting.message_body
    is_new = sent.id == posting.id  # a set whose connection was lost after it had been stored
    if sent.conversation_id == posting.conversation.pk and (same_words or sent.was_edited):
        return Stored(posting, sent.id, sent.conversation_id, sent.seq, sent.sent_at, is_new=is_new)
    raise Conflict(_("This message was already sent with other words."))


def _check_conversation(posting: Posting, conversation: Held) -> None:
    if not conversation.is_active:
        raise PermissionDenied(_("This conversation is closed. Nobody can write in it."))
    if not posting.sender.is_active:
        raise PermissionDenied(_("This account is switched off."))


def _check_reply(posting: Posting, seat: Seat, known: Known) -> None:
    if posting.reply_to_id is None:
        return
    conversation_id, seq = known.replied.get(posting.reply_to_id, (None, 0))
    if conversation_id != posting.conversation.pk or seq <= seat.floor_seq:
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


def _number(posting: Posting, conversation: Held, seat: Seat, known: Known) -> Stored:
    known.welcome(seat)
    seq = conversation.last_seq = conversation.last_seq + 1
    at = posting.sent_at or timezone.now()
    stored = Stored(posting, posting.id, conversation.pk, seq, at, known.mentions(posting))
    if seat.last_read_seq >= seq - 1:
        seat.last_read_seq = seq  # with nothing unread before it, one's own is read
    known.replied[stored.id] = (conversation.pk, seq)
    known.claimed.extend((pk, stored.id) for pk in posting.attachment_ids)
    if posting.is_history:
        known.history.append(stored)
    if posting.once:
        known.sent[posting.once] = _as_sent(stored)
    return stored


def _as_sent(stored: Stored) -> Sent:
    """For a repeat within one set."""
    posting = stored.posting
    return Sent(
        stored.id,
        stored.conversation_id,
        posting.sender.pk,
        posting.client_id,
        posting.kind,
        posting.message_body,
        stored.seq,
        stored.sent_at,
        was_edited=False,
    )


def _store(accepted: list[Stored], known: Known) -> None:
    """Write the set, record its events, and ring once for its conversations."""
    history.join(known.newcomers)
    writing.write(accepted, known.seats.values())
    writing.attach(known.claimed)
    history.catch_up(known.history)
    ended = writing.end_drafts(accepted, known.seats)
    for stored in accepted:
        _move(stored)
    if recorded.receivers:
        _tell(accepted, known)
    ringing.changed({stored.conversation_id for stored in accepted})
    ringing.changed_for((seat.conversation.pk, seat.user_id) for seat in ended)


def _move(stored: Stored) -> None:
    """Keep the caller's own copy of the conversation true."""
    conversation = stored.posting.conversation
    if hasattr(conversation, "message_count"):
        conversation.last_seq, conversation.last_message_at = stored.seq, stored.sent_at  # type: ignore[attr-defined]
        conversation.message_count += 1


def _tell(accepted: list[Stored], known: Known) -> None:
    model = apps.get_model("chats", "Conversation")
    told = [*map(history.joining, known.newcomers), *map(_event_of, accepted)]
    for event in told:
        kind = known.held[event.conversation_id].kind
        recorded.send(sender=model, event=event, conversation_kind=kind)


def _event_of(stored: Stored) -> Event:
    """Known by ids: who sent it may have brought nothing else."""
    return Event(
        conversation_id=stored.conversation_id,
        seq=stored.seq,
        kind=events.MESSAGE_CREATED,
        actor_id=stored.posting.sender.pk,
        message_id=stored.id,
        at=stored.sent_at,
    )
