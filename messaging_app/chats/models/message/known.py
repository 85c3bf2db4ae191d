"""Everything that a set of postings is checked against, read once under the row locks.

Plain rows, not models: a large set would spend most of its time on making those.
"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from chats.models.message import history
from chats.models.message.history import Seat
from chats.models.message.mentions import Names, called, names_in
from chats.models.message.refusals import Busy, Stranger
from chats.models.statements import fetch

if TYPE_CHECKING:
    from chats.models.message.posting import Posting, Stored

HOLD = """
SELECT conversation_id, kind, is_active, joiners_see, last_seq, participant_count
FROM conversations WHERE conversation_id = ANY(%s) ORDER BY conversation_id
FOR NO KEY UPDATE
"""

SEATS = """
SELECT p.conversation_id, p.user_id, p.id, p.joined_seq, p.cleared_seq, p.last_read_seq,
       p.draft <> ''
FROM unnest(%s::uuid[], %s::uuid[]) AS w (conversation_id, user_id)
JOIN conversation_participants p USING (conversation_id, user_id)
"""

SENT = """
SELECT m.message_id, m.conversation_id, m.sender_id, m.client_id, m.kind, m.message_body,
       m.seq, m.sent_at, m.edited_at IS NOT NULL
FROM unnest(%s::uuid[], %s::uuid[]) AS w (sender_id, client_id)
JOIN messages m USING (sender_id, client_id)
"""

REPLIED = "SELECT message_id, conversation_id, seq FROM messages WHERE message_id = ANY(%s)"

UNCLAIMED = """
SELECT id, uploader_id, name FROM attachments
WHERE id = ANY(%s) AND message_id IS NULL ORDER BY id FOR UPDATE
"""

Pair = tuple[uuid.UUID, uuid.UUID]


@dataclass(slots=True)
class Held:
    """A conversation whose row this transaction holds, with its latest numbers."""

    pk: uuid.UUID
    kind: str
    is_active: bool
    joiners_see: str
    last_seq: int
    participant_count: int

    @property
    def is_direct(self) -> bool:
        return self.kind == "direct"


@dataclass(slots=True)
class Sent:
    """A message that was stored before under the same client_id."""

    id: uuid.UUID
    conversation_id: uuid.UUID
    sender_id: uuid.UUID
    client_id: uuid.UUID | None
    kind: str
    message_body: str
    seq: int
    sent_at: datetime
    was_edited: bool


class Known:
    """Holds the conversations in the order of their ids, then reads what the rules ask about.

    With `skip_locked`, those that somebody else holds are left out in place of waited for.
    """

    def __init__(self, postings: "Sequence[Posting]", *, skip_locked: bool = False) -> None:
        self.skip_locked = skip_locked
        self.held = self._hold(postings)
        self.seats = self._find_seats(postings)
        self.sent = self._find_sent(postings)
        self.replied = self._find_replied(postings)
        self.attachments = self._find_attachments(postings)
        self.names: dict[uuid.UUID, Names] = self._find_names(postings)
        self.claimed: list[Pair] = []
        self.newcomers: list[Seat] = []
        self.history: list[Stored] = []

    def conversation(self, posting: "Posting") -> Held:
        """The conversation with its numbers; Busy when it was left out, Stranger when unknown."""
        found = self.held.get(posting.conversation.pk)
        if found is None and self.skip_locked:
            raise Busy
        if found is None:
            raise Stranger(_("You do not take part in this conversation."))
        return found

    def seat(self, posting: "Posting", conversation: Held) -> Seat:
        """Where the sender takes part; Stranger where they do not.

        In a history that is brought in, who speaks takes part.
        """
        found = self.seats.get((conversation.pk, posting.sender.pk))
        if found is None and posting.is_history:
            at = posting.sent_at or timezone.now()
            return history.newcomer(conversation, posting.sender.pk, at)
        if found is None:
            raise Stranger(_("You do not take part in this conversation."))
        return found

    def welcome(self, seat: Seat) -> None:
        """Let a newcomer take their place, once."""
        key = (seat.conversation.pk, seat.user_id)
        if key not in self.seats:
            history.take_number(seat)
            self.seats[key] = seat
            self.newcomers.append(seat)

    def mentions(self, posting: "Posting") -> list[str]:
        """Who is called by name; nobody in a history that is brought in."""
        names = self.names.get(posting.conversation.pk)
        return called(posting.message_body, names) if names and not posting.is_history else []

    def _hold(self, postings: "Sequence[Posting]") -> dict[uuid.UUID, Held]:
        wanted = {posting.conversation.pk for posting in postings}
        sql = f"{HOLD} SKIP LOCKED" if self.skip_locked else HOLD
        return {row[0]: Held(*row) for row in fetch(sql, [list(wanted)])}

    def _find_seats(self, postings: "Sequence[Posting]") -> dict[Pair, Seat]:
        wanted = {
            (posting.conversation.pk, posting.sender.pk)
            for posting in postings
            if posting.conversation.pk in self.held
        }
        return {
            (pk, user_id): Seat(self.held[pk], user_id, *rest)
            for pk, user_id, *rest in fetch(SEATS, _columns(wanted))
        }

    def _find_sent(
        self, postings: "Sequence[Posting]"
    ) -> dict[tuple[uuid.UUID, uuid.UUID | None], Sent]:
        wanted = {posting.once for posting in postings if posting.once}
        rows = fetch(SENT, _columns(wanted)) if wanted else []
        return {(sent.sender_id, sent.client_id): sent for sent in (Sent(*row) for row in rows)}

    def _find_replied(self, postings: "Sequence[Posting]") -> dict[uuid.UUID, tuple[object, int]]:
        wanted = {posting.reply_to_id for posting in postings if posting.reply_to_id}
        rows = fetch(REPLIED, [list(wanted)]) if wanted else []
        return {pk: (conversation_id, seq) for pk, conversation_id, seq in rows}

    def _find_attachments(self, postings: "Sequence[Posting]") -> dict[Pair, str]:
        wanted = {pk for posting in postings for pk in posting.attachment_ids}
        rows = fetch(UNCLAIMED, [list(wanted)]) if wanted else []
        return {(pk, uploader_id): name for pk, uploader_id, name in rows}

    def _find_names(self, postings: "Sequence[Posting]") -> dict[uuid.UUID, Names]:
        wanted = {p.conversation.pk for p in postings if "@" in p.message_body}
        return names_in(wanted) if wanted else {}


def _columns(pairs: Iterable[Pair]) -> list[list[uuid.UUID]]:
    """Pairs as the two arrays that `unnest` wants."""
    rows = list(pairs)
    return [[one for one, _other in rows], [other for _one, other in rows]]
