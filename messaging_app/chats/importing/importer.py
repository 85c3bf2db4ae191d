"""History goes in by sets of lines; each set is one transaction, whole or not at all."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from django.conf import settings
from django.db import connection, reset_queries, transaction

from chats.files.keeping import discard
from chats.importing.files import Files, NoFiles
from chats.importing.lines import BrokenFile
from chats.importing.preview import Preview
from chats.importing.records import BadLine, Record, read
from chats.importing.tally import Tally
from chats.importing.writer import SetWriter
from chats.models import Imported

LINES_PER_SET = 1000
BYTES_PER_SET = 4 * 1024 * 1024

Lines = Iterable[tuple[int, bytes]]


class AlreadyRunning(Exception):
    """The same source is being imported elsewhere."""


class Importer:
    """Takes lines of one source. `label` is the last name of who has only one name.

    `files` is where the files lie that messages came with.
    """

    def __init__(
        self, source: str, tally: Tally, *, label: str, files: Files | None = None
    ) -> None:
        self.source = source
        self.tally = tally
        self.label = label
        self.files = files or NoFiles()

    def run(self, lines: Lines) -> None:
        """Take all lines; what a killed run has left out, the next one adds."""
        for some in _sets(self._readable(lines)):
            with files_of_a_failure_removed() as stored:
                self._write(some, stored)
        self._finish()

    def run_whole(self, lines: Lines) -> None:
        """Take all lines or, when one is bad, none; raises Stopped."""
        with files_of_a_failure_removed() as stored, transaction.atomic():
            for some in _sets(self._readable(lines)):
                self._write(some, stored)
            self._finish()

    def preview(self, lines: Lines) -> None:
        """Count what `run` would bring; write nothing."""
        preview = Preview(self.source, self.tally, self.files)
        for some in _sets(self._readable(lines)):
            preview.look(list(self._understood(some)))

    def _write(self, lines: Sequence[tuple[int, bytes]], stored: list[str]) -> None:
        records = list(self._understood(lines))
        with transaction.atomic():
            do_not_wait_for_the_disk()
            SetWriter(
                self.source, self.tally, label=self.label, files=self.files, stored=stored
            ).write(records)
        if settings.DEBUG:
            reset_queries()  # else every statement would be kept

    def _finish(self) -> None:
        if self.tally.people or self.tally.messages:
            tidy()

    def _readable(self, lines: Lines) -> Iterator[tuple[int, bytes]]:
        try:
            yield from lines
        except BrokenFile as error:
            self.tally.refuse(error.number, str(error))

    def _understood(self, lines: Lines) -> Iterator[Record]:
        for number, line in lines:
            try:
                yield read(number, line)
            except BadLine as error:
                self.tally.refuse(number, str(error))


def _sets(lines: Lines) -> Iterator[list[tuple[int, bytes]]]:
    some: list[tuple[int, bytes]] = []
    size = 0
    for number, line in lines:
        some.append((number, line))
        size += len(line)
        if len(some) >= LINES_PER_SET or size >= BYTES_PER_SET:
            yield some
            some, size = [], 0
    if some:
        yield some


@contextmanager
def files_of_a_failure_removed() -> Iterator[list[str]]:
    """A transaction takes back rows only; the names collected here are taken back with them."""
    stored: list[str] = []
    try:
        yield stored
    except BaseException:
        discard(*stored)
        raise


def do_not_wait_for_the_disk() -> None:
    """A set that a crash of the database takes back is brought in again by the next run."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")


def tidy() -> None:
    """Tell the planner what there is now, and merge what the search index has put off."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list('message_search')")
        cursor.execute("ANALYZE users, conversations, conversation_participants, messages, events")
        cursor.execute(f"ANALYZE {Imported._meta.db_table}")


@contextmanager
def alone(source: str) -> Iterator[None]:
    """One import of a source at a time: two would both find a record missing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [f"import {source}"])
        if not cursor.fetchone()[0]:
            raise AlreadyRunning
        try:
            yield
        finally:
            # In a failed transaction no statement works; the connection's end unlocks as well.
            if connection.is_usable():
                cursor.execute("SELECT pg_advisory_unlock(hashtext(%s))", [f"import {source}"])
