"""JSON read piece by piece: an export of many gigabytes is one object."""

import io
import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from imports.broken import Broken

CHUNK = 256 * 1024
# Of one value that is read at once, in characters; a message has far fewer.
LONGEST = 16 * 1024 * 1024
DEEPEST = 50
SPACE = " \t\n\r"
# Telegram writes control characters as C does.
C_ESCAPE = re.compile(r"(?<!\\)((?:\\\\)*)\\x([0-9A-Fa-f]{2})")


class Json:
    """A reader that stands before a value: take it whole, or go into it.

    Going into it yields before each part, which is to be taken in the same way; what is not
    taken is passed over.
    """

    def __init__(self, file: BinaryIO, name: str) -> None:
        self.name = name
        self._file = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
        self._decoder = json.JSONDecoder()
        self._text = ""
        self._at = 0
        self._taken = 0
        self._ended = False

    def value(self) -> Any:
        """The value that comes, whole."""
        self._peek()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text, self._at)
            except RecursionError as error:
                raise self._broken("is nested too deeply") from error
            except ValueError as error:
                self._go_on(error)
                continue
            is_number = isinstance(value, int | float)
            if not (is_number and end == len(self._text) and self._more()):
                break  # a number may go on in the next chunk
        self._at = end
        self._taken += 1
        return value

    def members(self, depth: int = 0) -> Iterator[str]:
        """Go into the object that comes: yield each name, standing before its value."""
        for _part in self._parts("{", "}", depth):
            name = self.value()
            if not isinstance(name, str) or self._take() != ":":
                raise self._broken("is no JSON: a name is missing")
            yield name

    def elements(self, depth: int = 0) -> Iterator[None]:
        """Go into the list that comes: yield before each element."""
        return self._parts("[", "]", depth)

    def values(self) -> Iterator[Any]:
        """The elements of the list that comes, one at a time."""
        for __ in self.elements():
            yield self.value()

    def end(self) -> None:
        """Raise Broken when something follows."""
        if self._peek(may_end=True):
            raise self._broken("goes on after its end")

    def _parts(self, opening: str, closing: str, depth: int) -> Iterator[None]:
        if self._take() != opening:
            raise self._broken(f"has something else where {opening} should be")
        mark = self._take() if self._peek() == closing else ","
        while mark == ",":
            taken = self._taken
            yield
            if self._taken - taken < (2 if opening == "{" else 1):
                self._pass_over(depth + 1)
            mark = self._take()
        if mark != closing:
            raise self._broken(f"is no JSON: {mark!r} stands where , or {closing} should be")
        self._taken += 1

    def _pass_over(self, depth: int) -> None:
        if depth > DEEPEST:
            raise self._broken("is nested too deeply")
        first = self._peek()
        if first == "{":
            for _name in self.members(depth):
                pass
        elif first == "[":
            for _element in self.elements(depth):
                pass
        else:
            self.value()

    def _peek(self, *, may_end: bool = False) -> str:
        while True:
            while self._at < len(self._text):
                if self._text[self._at] not in SPACE:
                    return self._text[self._at]
                self._at += 1
            if not self._more():
                if may_end:
                    return ""
                raise self._broken("breaks off")

    def _take(self) -> str:
        mark = self._peek()
        self._at += 1
        return mark

    def _go_on(self, error: ValueError) -> None:
        """What is no value yet may become one; Broken when it cannot."""
        if "escape" in str(error):
            rest = self._text[self._at :]
            self._text, self._at = C_ESCAPE.sub(r"\1\\u00\2", rest), 0
            if self._text != rest:
                return
        if len(self._text) - self._at > LONGEST:
            raise self._broken("is no JSON, or holds a value that is too long") from error
        if not self._more():
            raise self._broken("is no JSON, or breaks off") from error

    def _more(self) -> bool:
        rest = self._text[self._at :]
        try:
            chunk = "" if self._ended else self._file.read(max(CHUNK, len(rest)))
        except UnicodeDecodeError as error:
            raise self._broken("is not written in UTF-8") from error
        self._ended = not chunk
        self._text, self._at = rest + chunk, 0
        return bool(chunk)

    def _broken(self, what: str) -> Broken:
        return Broken(f"{self.name} {what}")
