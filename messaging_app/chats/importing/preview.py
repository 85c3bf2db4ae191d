"""What an import would bring: counted, and nothing written."""

from collections.abc import Sequence

from chats.files.refusals import Refusal
from chats.importing import files
from chats.importing.files import Files, NotThere
from chats.importing.ledger import Ledger
from chats.importing.records import MessageRecord, Record
from chats.importing.tally import Tally
from chats.importing.writer import OTHER_CONTENT
from chats.models.imported import ImportedKind

COUNTED = {
    ImportedKind.PERSON: "people",
    ImportedKind.CONVERSATION: "conversations",
    ImportedKind.MESSAGE: "messages",
    ImportedKind.REACTION: "reactions",
    ImportedKind.EDIT: "edits",
    ImportedKind.DELETION: "deletions",
}


class Preview:
    """Whether a line's people and messages stand on earlier ones only the import itself tells."""

    def __init__(self, source: str, tally: Tally, files: Files) -> None:
        self.source = source
        self.tally = tally
        self.files = files

    def look(self, records: Sequence[Record]) -> None:
        ledger = Ledger(self.source, records)
        for record in records:
            stored = ledger.find(record.key)
            if stored is None:
                self._count(record)
            elif stored.digest == record.digest:
                self.tally.known += 1
            else:
                self.tally.refuse(record.number, OTHER_CONTENT, f"{record.TYPE} {record.id}")

    def _count(self, record: Record) -> None:
        name = COUNTED[ImportedKind(record.TYPE)]
        setattr(self.tally, name, getattr(self.tally, name) + 1)
        if isinstance(record, MessageRecord):
            self._count_files(record)

    def _count_files(self, record: MessageRecord) -> None:
        for file in record.attachments:
            try:
                files.inspect(self.files, file)
            except (NotThere, Refusal) as error:
                self.tally.note(record.number, files.reason(error))
            else:
                self.tally.attachments += 1
