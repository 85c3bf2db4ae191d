"""Stores one set of records: what is here already is left alone, the rest goes through the core."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction

from chats.importing import people
from chats.importing.ledger import Ledger
from chats.importing.records import ConversationRecord, MessageRecord, PersonRecord, Record
from chats.importing.talk import Talk, reason
from chats.importing.tally import Tally
from chats.models import Conversation, User
from chats.models.keys import uuid7


class SetWriter:
    """Wants a transaction around it. What a line speaks of must stand on an earlier one."""

    def __init__(self, source: str, tally: Tally, *, label: str) -> None:
        self.source = source
        self.tally = tally
        self.label = label

    def write(self, records: Sequence[Record]) -> None:
        self.ledger = Ledger(self.source, records)
        fresh = [record for record in records if self._is_fresh(record)]
        self._write_people([record for record in fresh if isinstance(record, PersonRecord)])
        for record in fresh:
            if isinstance(record, ConversationRecord):
                self._write_conversation(record)
        Talk(self.ledger, self.tally).post(
            [record for record in fresh if isinstance(record, MessageRecord)]
        )
        self.ledger.save()

    def _is_fresh(self, record: Record) -> bool:
        """Whether it is to be stored; then later lines may speak of it."""
        stored = self.ledger.find(record.key)
        if stored is None:
            return self._is_whole(record)
        if stored.digest == record.digest:
            self.tally.known += 1
        else:
            self.tally.refuse(
                record.number,
                f"{record.TYPE} {record.id} was imported before with other content; kept as it was",
            )
        return False

    def _is_whole(self, record: Record) -> bool:
        for kind, external_id in record.required():
            if self.ledger.find((kind, external_id)) is None:
                self.tally.refuse(record.number, f"no earlier line has the {kind} {external_id}")
                return False
        if isinstance(record, ConversationRecord):
            self._drop_strangers(record)
        self.ledger.enter(record, uuid7())
        return True

    def _drop_strangers(self, record: ConversationRecord) -> None:
        for key in record.optional():
            if self.ledger.find(key) is None:
                record.participants.remove(key[1])
                self.tally.note(record.number, f"no earlier line has the person {key[1]}; left out")

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
