"""Posts the messages of a set; what the core refuses is left out, the rest goes in."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from chats.importing.ledger import Ledger
from chats.importing.parts import split
from chats.importing.records import MessageRecord
from chats.importing.tally import Tally
from chats.models import Conversation, User
from chats.models.keys import uuid7
from chats.models.message.posting import Failure, Posting, post_each

NO_SUCH_REPLY = "reply_to is no earlier message of this conversation; taken without it"


@dataclass(slots=True)
class Draft:
    """A message of the history and what it becomes here: one posting, or one for each part."""

    record: MessageRecord
    postings: list[Posting]


class Talk:
    def __init__(self, ledger: Ledger, tally: Tally) -> None:
        self.ledger = ledger
        self.tally = tally

    def post(self, records: Sequence[MessageRecord]) -> None:
        drafts = self._drafts(records)
        while drafts:
            failures = _try(drafts)
            kept = [draft for draft in drafts if self._is_kept(draft, failures)]
            if not failures:
                self.tally.messages += len(kept)
                self.tally.split += sum(len(draft.postings) > 1 for draft in kept)
                return
            drafts = kept

    def _drafts(self, records: Sequence[MessageRecord]) -> list[Draft]:
        object_id = self.ledger.object_id
        places = {r.number: [object_id(key) for key in r.required()] for r in records}
        conversations = Conversation.objects.in_bulk({ids[0] for ids in places.values()})
        senders = User.objects.in_bulk({ids[1] for ids in places.values()})
        drafts = []
        for record in records:
            conversation_id, sender_id = places[record.number]
            if conversation_id in conversations and sender_id in senders:
                drafts.append(
                    self._draft(record, conversations[conversation_id], senders[sender_id])
                )
            else:
                self._refuse(record, "its conversation or sender is no longer here")
        return drafts

    def _draft(self, record: MessageRecord, conversation: Conversation, sender: User) -> Draft:
        first = self.ledger.object_id(record.key)
        postings = [
            Posting(
                conversation,
                sender,
                body,
                id=first if number == 0 and first else uuid7(),
                sent_at=record.at + timedelta(microseconds=number),
                is_history=True,
            )
            for number, body in enumerate(split(record.body))
        ]
        for replied in record.optional():
            # One that nobody knows stays in, for the core to refuse.
            postings[0].reply_to_id = self.ledger.object_id(replied) or uuid.UUID(int=0)
        return Draft(record, postings)

    def _is_kept(self, draft: Draft, failures: dict[uuid.UUID, Failure]) -> bool:
        failure = next((failures[p.id] for p in draft.postings if p.id in failures), None)
        if failure is None:
            return True
        if "reply_to" in getattr(failure, "error_dict", {}):
            self.tally.note(draft.record.number, NO_SUCH_REPLY)
            draft.postings[0].reply_to_id = None
            return True
        self._refuse(draft.record, reason(failure))
        return False

    def _refuse(self, record: MessageRecord, why: str) -> None:
        self.tally.refuse(record.number, why)
        self.ledger.strike(record)


def _try(drafts: Sequence[Draft]) -> dict[uuid.UUID, Failure]:
    """Post all or, if one is refused, none; return what was refused."""
    postings = [posting for draft in drafts for posting in draft.postings]
    with transaction.atomic():
        results = post_each(postings)
        failures = {
            posting.id: result
            for posting, result in zip(postings, results, strict=True)
            if isinstance(result, Exception)
        }
        if failures:
            transaction.set_rollback(True)
    return failures


def reason(failure: Failure) -> str:
    messages = failure.messages if isinstance(failure, ValidationError) else [str(failure)]
    return " ".join(str(message) for message in messages)
