"""Stores one set of records: what is here already is left alone, the rest goes through the core."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction

from chats.importing import people
from chats.importing.changes import Changes
from chats.importing.files import Files
from chats.importing.ledger import Ledger
from chats.importing.records import (
    Change,
    ConversationRecord,
    MessageRecord,
    PersonRecord,
    Record,
)
from chats.importing.talk import Talk, reason
from chats.importing.tally import Tally
from chats.models import Conversation, User
from chats.models.keys import uuid7

OTHER_CONTENT = "{} was imported before with other content; kept as it was"
NOT_EARLIER = "no earlier line has the {}"
MESSAGE_LEFT_OUT = "its message was left out"


class SetWriter:
    """Wants a transaction around it. What a line speaks of must stand on an earlier one."""

    def __init__(
        self, source: str, tally: Tally, *, label: str, files: Files, stored: list[str]
    ) -> None:
        self.source = source
        self.tally = tally
        self.label = label
        self.files = files
        self.stored = stored

    def write(self, records: Sequence[Record]) -> None:
        self.ledger = Ledger(self.source, records)
        fresh = [record for record in records if self._is_fresh(record)]
        self._write_people([record for record in fresh if isinstance(record, PersonRecord)])
        for record in fresh:
            if isinstance(record, ConversationRecord):
                self._write_conversation(record)
        Talk(self.ledger, self.tally, self.files, self.stored).post(
            [record for record in fresh if isinstance(record, MessageRecord)]
        )
        self._apply_changes([record for record in fresh if isinstance(record, Change)])
        self.ledger.save()

    def _is_fresh(self, record: Record) -> bool:
        """Whether it is to be stored; then later lines may speak of it."""
        stored = self.ledger.find(record.key)
        if stored is None:
            return self._is_whole(record)
        if stored.digest == record.digest:
            self.tally.known += 1
        else:
            self.tally.refuse(record.number, OTHER_CONTENT, f"{record.TYPE} {record.id}")
        return False

    def _is_whole(self, record: Record) -> bool:
        for key in record.required():
            if self.ledger.find(key) is None:
                self.tally.refuse(record.number, NOT_EARLIER, " ".join(key))
                return False
        if isinstance(record, ConversationRecord):
            self._drop_strangers(record)
        self.ledger.enter(record, uuid7())
        return True

    def _drop_strangers(self, record: ConversationRecord) -> None:
        for key in record.optional():
            if self.ledger.find(key) is None:
                record.participants.remove(key[1])
                self.tally.note(record.number, f"{NOT_EARLIER}; left out", " ".join(key))

    def _apply_changes(self, records: Sequence[Change]) -> None:
        """What a message of this set was refused with, its changes are refused with, too."""
        whole = []
        for record in records:
            if all(self.ledger.find(key) for key in record.required()):
                whole.append(record)
            else:
                self.ledger.strike(record)
                self.tally.refuse(record.number, MESSAGE_LEFT_OUT)
        Changes(self.ledger, self.tally).apply(whole)

    def _write_people(self, records: Sequence[PersonRecord]) -> None:
        for record, user in zip(
            records, people.find_or_make(records, label=self.label), strict=True
        ):
            self.ledger.enter(record, user.pk)
        self.tally.people += len(records)

    def _write_conversation(self, record: ConversationRecord) -> None:
        ids = {self.ledger.object_id((PersonRecord.TYPE, name)) for name in record.participants}
        try:
            with transaction.atomic():
                conversation = _start(record, list(User.objects.filter(pk__in=ids)))
        except ValidationError as error:
            self.tally.refuse(record.number, reason(error))
            self.ledger.strike(record)
        else:
            self.ledger.enter(record, conversation.pk)
            self.tally.conversations += 1


def _start(record: ConversationRecord, members: Sequence[User]) -> Conversation:
    if record.kind == "direct":
        if len(members) != 2:
            raise ValidationError("its participants are not two different people here")
        direct: Conversation = Conversation.objects.direct_between(*members)
        return direct
    conversation: Conversation = Conversation.objects.create(kind=record.kind, title=record.title)
    conversation.bring_in(members)
    return conversation
