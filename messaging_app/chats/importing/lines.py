"""Numbered lines out of a file, plain or compressed, without holding more than one."""

import gzip
import zlib
from collections.abc import Iterator
from typing import BinaryIO, cast

# In bytes. A longer line is handed on up to here and one byte more, so that its reader can tell.
LONGEST_LINE = 4 * 1024 * 1024
GZIP_MAGIC = b"\x1f\x8b"
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class BrokenFile(Exception):
    """The file cannot be read to its end; `number` is the line that is missing."""

    def __init__(self, number: int, reason: str) -> None:
        super().__init__(reason)
        self.number = number


def numbered(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Yield (number, line) for every line that is not blank; BrokenFile where it breaks off."""
    content = _uncompressed(file)
    number = 1
    while True:
        try:
            line = content.readline(LONGEST_LINE + 1)
            _skip_rest(line, content)
        except (EOFError, OSError, zlib.error) as error:
            raise BrokenFile(number, f"the file breaks off here: {error}") from error
        if not line:
            return
        line = line.removeprefix(BYTE_ORDER_MARK) if number == 1 else line
        if line.strip():
            yield number, line
        number += 1


def _uncompressed(file: BinaryIO) -> BinaryIO:
    """By its first bytes, not by its name: standard input has none."""
    start = file.peek(2)[:2]  # type: ignore[attr-defined]
    return cast("BinaryIO", gzip.GzipFile(fileobj=file)) if start == GZIP_MAGIC else file


def _skip_rest(line: bytes, content: BinaryIO) -> None:
    rest = line
    while len(rest) > LONGEST_LINE and not rest.endswith(b"\n"):
        rest = content.readline(LONGEST_LINE + 1)
