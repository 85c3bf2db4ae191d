"""Posts the messages of a set; what the core refuses is left out, the rest goes in."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction

from chats.files.refusals import Refusal
from chats.importing import files
from chats.importing.files import Files, NotThere
from chats.importing.ledger import Ledger
from chats.importing.parts import split
from chats.importing.records import MessageRecord
from chats.importing.tally import Tally
from chats.models import Attachment, Conversation, User
from chats.models.keys import uuid7
from chats.models.message import afterwards
from chats.models.message.posting import Failure, Posting, post_each

NO_SUCH_REPLY = "reply_to is no earlier message of this conversation; taken without it"


@dataclass(slots=True)
class Draft:
    """A message of the history and what it becomes here: one posting, or one for each part."""

    record: MessageRecord
    postings: list[Posting]
    attachments: list[Attachment] = field(default_factory=list)


class Talk:
    """`stored` collects the names of stored files, for the case that all is taken back."""

    def __init__(self, ledger: Ledger, tally: Tally, files: Files, stored: list[str]) -> None:
        self.ledger = ledger
        self.tally = tally
        self.files = files
        self.stored = stored

    def post(self, records: Sequence[MessageRecord]) -> None:
        drafts = self._drafts(records)
        while drafts:
            failures = _try(drafts)
            kept = [draft for draft in drafts if self._is_kept(draft, failures)]
            if not failures:
                self._count(kept)
                return
            drafts = kept

    def _count(self, drafts: Sequence[Draft]) -> None:
        self.tally.messages += len(drafts)
        self.tally.split += sum(len(draft.postings) > 1 for draft in drafts)
        self.tally.attachments += sum(len(draft.attachments) for draft in drafts)

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
        attachments = self._receive(record, sender)
        postings = [
            Posting(
                conversation,
                sender,
                body,
                id=first if number == 0 and first else uuid7(),
                sent_at=record.at + timedelta(microseconds=number),
                attachment_ids=ids,
                is_history=True,
            )
            for number, (body, ids) in enumerate(_parts(record, attachments))
        ]
        for replied in record.optional():
            # One that nobody knows stays in, for the core to refuse.
            postings[0].reply_to_id = self.ledger.object_id(replied) or uuid.UUID(int=0)
        return Draft(record, postings, attachments)

    def _receive(self, record: MessageRecord, sender: User) -> list[Attachment]:
        received = []
        for file in record.attachments:
            try:
                received.append(files.receive(self.files, file, sender))
            except (NotThere, Refusal) as error:
                self.tally.note(record.number, files.reason(error))
            else:
                self.stored += filter(None, (received[-1].file.name, received[-1].thumbnail.name))
        return received

    def _is_kept(self, draft: Draft, failures: dict[uuid.UUID, Failure]) -> bool:
        failure = next((failures[p.id] for p in draft.postings if p.id in failures), None)
        if failure is None:
            return True
        if "reply_to" in getattr(failure, "error_dict", {}):
            self.tally.note(draft.record.number, NO_SUCH_REPLY)
            draft.postings[0].reply_to_id = None
            return True
        for attachment in draft.attachments:
            attachment.delete()
        self._refuse(draft.record, reason(failure))
        return False

    def _refuse(self, record: MessageRecord, why: str) -> None:
        self.tally.refuse(record.number, why)
        self.ledger.strike(record)


def _parts(
    record: MessageRecord, attachments: Sequence[Attachment]
) -> Iterator[tuple[str, list[uuid.UUID]]]:
    """Words and files of each message that it becomes: not too many of either in one."""
    most = max(1, settings.ATTACHMENTS_PER_MESSAGE)
    ids = [attachment.pk for attachment in attachments]
    # Files that were not taken are named at least.
    body = record.body or ("" if ids else "\n".join(file.name for file in record.attachments))
    for number, words in enumerate(split(body)):
        yield words, ids[:most] if number == 0 else []
    for start in range(most, len(ids), most):
        yield "", ids[start : start + most]


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
        else:
            _mark_edited(drafts)
    return failures


def _mark_edited(drafts: Sequence[Draft]) -> None:
    afterwards.mark_edited(
        [
            (posting.id, draft.record.edited_at)
            for draft in drafts
            if draft.record.edited_at
            for posting in draft.postings
        ]
    )


def reason(failure: Failure) -> str:
    messages = failure.messages if isinstance(failure, ValidationError) else [str(failure)]
    return " ".join(str(message) for message in messages)
