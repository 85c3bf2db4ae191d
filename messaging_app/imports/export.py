"""What every system's export can do."""

from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from typing import Any, ClassVar, Self

from chats.importing.files import Files
from imports.archive import Archive
from imports.lines import Line

Lost = Counter[str]


class Export:
    """One that was opened; its lines can be gone through as often as needed."""

    NAME: ClassVar[str]
    LABEL: ClassVar[str]
    HELP: ClassVar[str]

    files: Files

    @classmethod
    def add_arguments(cls, parser: ArgumentParser) -> None:
        """What only this system has to be told."""

    @classmethod
    def open(cls, archive: Archive, **options: Any) -> Self:
        """Raises Broken when the archive is not of this system."""
        raise NotImplementedError

    def lines(self, lost: Lost) -> Iterator[Line]:
        """All of it as lines of import_history; `lost` counts what they cannot say.

        Raises Broken.
        """
        raise NotImplementedError
