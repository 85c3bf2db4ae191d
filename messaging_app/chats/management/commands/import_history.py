"""Bring in people, conversations and messages from elsewhere."""

import os
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path
from typing import Any, BinaryIO, cast

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from chats.importing.counted import Counted
from chats.importing.files import Folder
from chats.importing.importer import AlreadyRunning, Importer, alone
from chats.importing.lines import numbered
from chats.importing.summary import preview, summary
from chats.importing.tally import Stopped, Tally

SUFFIXES = (".gz", ".jsonl", ".ndjson", ".json")
INTERRUPTED = 130


class Command(BaseCommand):
    help = (
        "Bring in history from FILE, JSON lines of people, conversations and messages, plain or "
        "gzipped; - reads standard input. The same file again changes nothing. Leaves with 1 when "
        "a line was left out."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="JSON lines, or - for standard input")
        parser.add_argument(
            "--source",
            help="where the ids in the file come from; by default the file's name without endings",
        )
        parser.add_argument(
            "--label",
            default="(imported)",
            help="last name of people who have one name only (default: %(default)s)",
        )
        parser.add_argument(
            "--strict",
            action="store_true",
            help="stop at the first line that cannot be taken as it is, with nothing written",
        )
        parser.add_argument(
            "--files", metavar="FOLDER", help="where the files of attachments lie, by their paths"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would come; nothing is written"
        )

    def handle(
        self,
        *,
        file: str,
        source: str | None,
        label: str,
        strict: bool,
        files: str | None,
        dry_run: bool,
        **_: Any,
    ) -> None:
        source = source or _source_of(file)
        if len(source) > 100 or not label.strip() or len(label) > 150:
            raise CommandError("--source holds up to 100 characters, --label 1 to 150.")
        tally = Tally(report=self._report, strict=strict)
        started = time.monotonic()
        try:
            with alone(source), _opened(file) as content:
                folder = Folder(Path(files)) if files else None
                importer = Importer(source, tally, label=label, files=folder)
                run = importer.run_whole if strict else importer.run
                (importer.preview if dry_run else run)(numbered(content))
        except Stopped as stop:
            raise CommandError(f"{stop}. Nothing was written.") from stop
        except AlreadyRunning as error:
            raise CommandError(f"Another import of {source} is running.") from error
        except KeyboardInterrupt as stop:
            raise CommandError("Stopped. Run it again to go on.", returncode=INTERRUPTED) from stop
        seconds = time.monotonic() - started
        self.stdout.write(preview(tally) if dry_run else summary(tally, seconds))
        if tally.bad:
            raise CommandError(
                f"{tally.bad:,} bad lines {'would be' if dry_run else 'were'} left out."
            )

    def _report(self, number: int, reason: str) -> None:
        with tqdm.external_write_mode(file=sys.stderr):
            self.stderr.write(f"line {number}: {reason}")


@contextmanager
def _opened(file: str) -> Iterator[BinaryIO]:
    """The file's bytes, under a progress bar when somebody watches."""
    if file == "-":
        with _watched(sys.stdin.buffer, None) as content:
            yield content
        return
    try:
        raw = Path(file).open("rb")  # noqa: SIM115 - closed below; only opening may say this
    except OSError as error:
        raise CommandError(f"Cannot read {file}: {error.strerror}.") from error
    with raw, _watched(raw, os.fstat(raw.fileno()).st_size) as content:
        yield content


@contextmanager
def _watched(raw: BinaryIO, size: int | None) -> Iterator[BinaryIO]:
    # disable=None: no bar without a terminal.
    with tqdm(total=size, unit="B", unit_scale=True, desc="Importing", disable=None) as bar:
        yield cast("BinaryIO", BufferedReader(Counted(raw, bar.update)))


def _source_of(file: str) -> str:
    name = "stdin" if file == "-" else Path(file).name
    for suffix in SUFFIXES:
        name = name.removesuffix(suffix)
    return name or "file"
