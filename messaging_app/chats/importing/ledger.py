"""Which records of a source are here already, and as what."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from django.db import connection

from chats.importing.records import Key, Record
from chats.models import Imported

SAVE = """
INSERT INTO imported (source, kind, external_id, object_id, digest)
SELECT %s, * FROM unnest(%s::text[], %s::text[], %s::uuid[], %s::bigint[])
"""


class Entry(NamedTuple):
    object_id: uuid.UUID
    digest: int


class Ledger:
    """Reads what a set of lines asks about at once, and writes at once what it adds.

    Plain rows instead of model objects: there are as many as there are messages.
    """

    def __init__(self, source: str, records: Iterable[Record]) -> None:
        self.source = source
        self._stored = self._load(records)
        self._added: dict[Key, Entry] = {}

    def find(self, key: Key) -> Entry | None:
        return self._stored.get(key) or self._added.get(key)

    def object_id(self, key: Key) -> uuid.UUID | None:
        found = self.find(key)
        return found.object_id if found else None

    def enter(self, record: Record, object_id: uuid.UUID) -> None:
        self._added[record.key] = Entry(object_id, record.digest)

    def strike(self, record: Record) -> None:
        """It was not stored after all."""
        del self._added[record.key]

    def save(self) -> None:
        rows = [(*key, *entry) for key, entry in self._added.items()]
        if rows:
            with connection.cursor() as cursor:
                columns = [list(column) for column in zip(*rows, strict=True)]
                cursor.execute(SAVE, [self.source, *columns])

    def _load(self, records: Iterable[Record]) -> dict[Key, Entry]:
        wanted: defaultdict[str, set[str]] = defaultdict(set)
        for record in records:
            for kind, external_id in (record.key, *record.required(), *record.optional()):
                wanted[kind].add(external_id)
        return {
            (kind, external_id): Entry(object_id, digest)
            for kind, ids in wanted.items()
            for external_id, object_id, digest in Imported.objects.filter(
                source=self.source, kind=kind, external_id__in=ids
            ).values_list("external_id", "object_id", "digest")
        }
