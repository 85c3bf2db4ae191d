"""An export is gone through twice: once to see that all of it is sound, once to bring it in."""

from collections.abc import Iterator
from typing import BinaryIO

from chats.importing.files import Files, NotThere
from imports.export import Export, Lost
from imports.lines import Line

CHUNK = 1024 * 1024


def checked(export: Export, lost: Lost) -> Iterator[Line]:
    """The lines, each once its files were read to their ends; raises Broken."""
    for line in export.lines(lost):
        for file in line.get("attachments", ()):
            _read_through(export.files, file["path"])
        yield line


def _read_through(files: Files, path: str) -> None:
    try:
        opened = files.open(path)
    except NotThere:
        return  # the import says so, and takes the message without it
    with opened as content:
        _exhaust(content)


def _exhaust(content: BinaryIO) -> None:
    while content.read(CHUNK):
        pass
