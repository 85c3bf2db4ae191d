"""The messages of a chat's text, each with all of its lines."""

import io
from collections.abc import Iterator

from imports.archive import Archive
from imports.broken import Broken
from imports.whatsapp.heads import Head, head_of

# In characters; WhatsApp itself takes 65,536.
LONGEST = 1024 * 1024

Found = tuple[int, Head, str]


def messages_of(archive: Archive, name: str) -> Iterator[Found]:
    """Yield the number of its first line, its head, and its words."""
    begun: Head | None = None
    first, lines, length = 0, [""], 0
    with archive.open(name) as file:
        for number, line in _lines(io.TextIOWrapper(file, encoding="utf-8-sig"), name):
            head = head_of(line)
            if head is None and begun is None:
                raise Broken(f"{name} is no chat of WhatsApp: line {number} has no date")
            if head is None:
                lines.append(line)
                length += len(line)
                if length > LONGEST:
                    raise Broken(f"the message in line {first} of {name} has no end")
                continue
            if begun:
                yield first, begun, "\n".join(lines)
            begun, first, lines, length = head, number, [head.text], len(line)
    if begun is None:
        raise Broken(f"{name} is empty")
    yield first, begun, "\n".join(lines)


def _lines(text: io.TextIOWrapper, name: str) -> Iterator[tuple[int, str]]:
    number = 0
    try:
        while line := text.readline(LONGEST + 1):
            number += 1
            if len(line) > LONGEST:
                raise Broken(f"line {number} of {name} is too long")
            if line.strip() or number > 1:
                yield number, line.rstrip("\n")
    except UnicodeDecodeError as error:
        raise Broken(f"{name} is not written in UTF-8") from error
