"""Bring in what was said in another system."""

import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from chats.importing.importer import AlreadyRunning, Importer, alone
from chats.importing.summary import preview, summary
from chats.importing.tally import Tally
from imports.archive import opened
from imports.broken import Broken
from imports.export import Export, Lost
from imports.lines import Line, numbered
from imports.passage import checked
from imports.systems import SYSTEMS

INTERRUPTED = 130


class Command(BaseCommand):
    help = (
        "Bring in the export of another system: people, conversations and what was said. The "
        "export is read to its end before anything is written; one that is broken is refused as a "
        "whole. The same export again changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        systems = parser.add_subparsers(dest="system", metavar="SYSTEM", required=True)
        for name, system in SYSTEMS.items():
            add_system(systems.add_parser(name, help=system.HELP), system)

    def handle(
        self,
        *,
        system: str,
        file: str,
        source: str | None,
        label: str,
        dry_run: bool,
        verbosity: int,
        **options: Any,
    ) -> None:
        source = source or system
        if len(source) > 100 or not label.strip() or len(label) > 150:
            raise CommandError("--source holds up to 100 characters, --label 1 to 150.")
        self.verbosity = verbosity
        tally = Tally(report=self._report)
        started = time.monotonic()
        try:
            with opened(Path(file)) as archive, alone(source):
                export = SYSTEMS[system].open(archive, **options)
                importer = Importer(source, tally, label=label, files=export.files)
                lost = (preview_all if dry_run else bring_in)(importer, export)
        except Broken as error:
            raise CommandError(f"{file} is not taken: {error}. {so_far(tally, dry_run)}") from error
        except AlreadyRunning as error:
            raise CommandError(f"Another import of {source} is running.") from error
        except KeyboardInterrupt as stop:
            raise CommandError("Stopped. Run it again to go on.", returncode=INTERRUPTED) from stop
        seconds = time.monotonic() - started
        self.stdout.write(preview(tally) if dry_run else summary(tally, seconds))
        self._list(lost + tally.reasons)

    def _list(self, reasons: Lost) -> None:
        if reasons:
            self.stdout.write("Not carried, or not as it was:")
        for reason, count in reasons.most_common():
            self.stdout.write(f"{count:>9,}  {reason}")

    def _report(self, number: int, reason: str) -> None:
        """The numbers of lines mean little to who has an archive; the reasons are listed later."""
        if self.verbosity > 1:
            with tqdm.external_write_mode(file=sys.stderr):
                self.stderr.write(f"line {number}: {reason}")


def add_system(parser: ArgumentParser, system: type[Export]) -> None:
    parser.add_argument("file", metavar="FILE", help="the export: an archive, a folder or a file")
    parser.add_argument(
        "--source",
        default=None,
        help="where its ids come from, if there are several of this system (default: its name)",
    )
    parser.add_argument(
        "--label",
        default=system.LABEL,
        help="last name of people who have one name only (default: %(default)s)",
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="say what would come; nothing is written"
    )
    system.add_arguments(parser)


def preview_all(importer: Importer, export: Export) -> Lost:
    lost = Lost()
    importer.preview(numbered(watched(checked(export, lost), "Looking")))
    return lost


def bring_in(importer: Importer, export: Export) -> Lost:
    """Nothing is written before all of it was read."""
    total = sum(1 for __ in watched(checked(export, Lost()), "Checking"))
    lost = Lost()
    importer.run(numbered(watched(export.lines(lost), "Importing", total)))
    return lost


def watched(lines: Iterable[Line], what: str, total: int | None = None) -> Iterator[Line]:
    """Under a progress bar when somebody watches."""
    yield from tqdm(lines, desc=what, total=total, unit=" lines", unit_scale=True, disable=None)


def so_far(tally: Tally, dry_run: bool) -> str:
    """A file that breaks between the two readings was changed meanwhile."""
    if dry_run or not (tally.people or tally.messages):
        return "Nothing was written."
    return f"{tally.messages:,} messages had come in already: it was changed meanwhile."
