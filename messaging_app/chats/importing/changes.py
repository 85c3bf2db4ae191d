"""Reactions, edits and deletions of a set, handed to the core."""

import re
import uuid
from collections.abc import Iterator, Sequence
from datetime import timedelta

from chats.importing.ledger import Ledger
from chats.importing.records import (
    Change,
    DeletionRecord,
    EditRecord,
    MessageRecord,
    PersonRecord,
    ReactionRecord,
)
from chats.importing.tally import Tally
from chats.models import Message, User
from chats.models.message import afterwards
from chats.models.message.afterwards import Deleted, Edited, Reacted

GONE = "its message or person is no longer here"
WAS_SPLIT = "its message was too long and became several; its other words are left out"
FIRST_PART = re.compile(r"\(1/(\d+)\) ")


class Changes:
    """In the order in which they can have happened: words, emoji, and then nothing more."""

    def __init__(self, ledger: Ledger, tally: Tally) -> None:
        self.ledger = ledger
        self.tally = tally
        self.messages: dict[uuid.UUID, Message] = {}
        self.people: set[uuid.UUID] = set()

    def apply(self, records: Sequence[Change]) -> None:
        if not records:
            return
        self._load(records)
        here = [record for record in records if self._is_here(record)]
        self._edit([record for record in here if isinstance(record, EditRecord)])
        self._react([record for record in here if isinstance(record, ReactionRecord)])
        self._delete([record for record in here if isinstance(record, DeletionRecord)])

    def _load(self, records: Sequence[Change]) -> None:
        people = {self._person_id(record) for record in records}
        self.messages = Message.objects.in_bulk({self._message_id(record) for record in records})
        self.people = set(User.objects.filter(pk__in=people - {None}).values_list("pk", flat=True))

    def _is_here(self, record: Change) -> bool:
        message = self.messages.get(self._message_id(record))
        if message is None or not self._is_by_somebody(record):
            why = GONE
        elif isinstance(record, EditRecord) and FIRST_PART.match(message.message_body):
            why = WAS_SPLIT
        else:
            return True
        self.tally.refuse(record.number, why)
        self.ledger.strike(record)
        return False

    def _is_by_somebody(self, record: Change) -> bool:
        return not isinstance(record, ReactionRecord) or self._person_id(record) in self.people

    def _edit(self, records: Sequence[EditRecord]) -> None:
        edits = [Edited(self._message_id(r), r.body, r.at, r.before) for r in records]
        if edits:
            afterwards.edit_each(edits)
        self.tally.edits += len(edits)

    def _react(self, records: Sequence[ReactionRecord]) -> None:
        reactions = [
            Reacted(self._message_id(r), self._known(r.person), r.emoji, r.at) for r in records
        ]
        if reactions:
            afterwards.react_each(reactions)
        self.tally.reactions += len(reactions)

    def _delete(self, records: Sequence[DeletionRecord]) -> None:
        deletions = [one for record in records for one in self._deletions(record)]
        if deletions:
            afterwards.delete_each(deletions)
        self.tally.deletions += len(records)

    def _deletions(self, record: DeletionRecord) -> Iterator[Deleted]:
        """One for each part that the message became."""
        first = self.messages[self._message_id(record)]
        person = self._person_id(record)
        by = person if person in self.people else None
        for pk in (first.pk, *_later_parts(first)):
            yield Deleted(pk, record.at, by)

    def _message_id(self, record: Change) -> uuid.UUID:
        found = self.ledger.find((MessageRecord.TYPE, record.message))
        assert found  # the line was whole
        return found.object_id

    def _person_id(self, record: Change) -> uuid.UUID | None:
        name = None if isinstance(record, EditRecord) else record.person
        return self.ledger.object_id((PersonRecord.TYPE, name)) if name else None

    def _known(self, person: str) -> uuid.UUID:
        found = self.ledger.find((PersonRecord.TYPE, person))
        assert found  # the line was whole
        return found.object_id


def _later_parts(first: Message) -> Iterator[uuid.UUID]:
    """A message that was split says so, and its parts follow it by the microsecond."""
    said = FIRST_PART.match(first.message_body)
    if said:
        times = [first.sent_at + timedelta(microseconds=n) for n in range(1, int(said[1]))]
        parts = Message.objects.filter(
            conversation=first.conversation_id, sender=first.sender_id, sent_at__in=times
        )
        yield from parts.values_list("pk", flat=True)
