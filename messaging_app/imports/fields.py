"""An object of an export, read by name; what has another type than it should is Broken."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from chats.models.message.body import SURROGATE
from imports.broken import Broken

REPLACED = "\N{REPLACEMENT CHARACTER}"


class Fields:
    """`where` names the object in a complaint."""

    __slots__ = ("_values", "where")

    def __init__(self, value: object, where: str) -> None:
        if not isinstance(value, dict):
            raise Broken(f"{where} is no object")
        self._values: dict[str, Any] = value
        self.where = where

    def __contains__(self, name: str) -> bool:
        return self._values.get(name) is not None

    def text(self, name: str, default: str = "") -> str:
        value = self._values.get(name)
        if value is None:
            return default
        if not isinstance(value, str):
            raise self.wrong(name, "text")
        return storable(value)

    def needed(self, name: str) -> str:
        """A text that must be there."""
        value = self.text(name)
        if not value.strip():
            raise self.wrong(name, "text")
        return value

    def key(self, name: str) -> str:
        """An id, be it written as a number or as text."""
        value = self._values.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        return self.needed(name)

    def number(self, name: str) -> int | None:
        """A whole number, be it written as text; None when it is missing."""
        value = self._values.get(name)
        if value is None or value == "":
            return None
        if isinstance(value, bool) or not isinstance(value, int | str):
            raise self.wrong(name, "a number")
        try:
            return int(value)
        except ValueError as error:
            raise self.wrong(name, "a number") from error

    def flag(self, name: str) -> bool:
        return self._values.get(name) is True

    def inner(self, name: str) -> "Fields | None":
        value = self._values.get(name)
        return None if value is None else Fields(value, f"{name} of {self.where}")

    def each(self, name: str) -> "list[Fields]":
        return [Fields(value, f"{name} of {self.where}") for value in self.list(name)]

    def texts(self, name: str) -> "list[str]":
        values = self.list(name)
        if not all(isinstance(value, str) for value in values):
            raise self.wrong(name, "a list of texts")
        return [storable(value) for value in values]

    def list(self, name: str) -> "list[Any]":
        value = self._values.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self.wrong(name, "a list")
        return value

    def raw(self, name: str) -> Any:
        return self._values.get(name)

    def moment(self, name: str, scale: int = 1) -> datetime | None:
        """Seconds since 1970, or `scale` parts of them; None for none and for 0."""
        number = self.number(name)
        return self.wrapped(name, lambda: moment(number / scale)) if number else None

    def wrapped(self, name: str, read: Callable[[], datetime]) -> datetime:
        """A time, where reading it may fail."""
        try:
            return read()
        except (ValueError, OverflowError, OSError) as error:
            raise self.wrong(name, "a time") from error

    def wrong(self, name: str, wanted: str) -> Broken:
        shown = repr(self._values.get(name))[:60]
        return Broken(f"{name} of {self.where} is {shown}, not {wanted}")


def moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def storable(text: str) -> str:
    """Without what no database takes."""
    return SURROGATE.sub(REPLACED, text.replace("\0", REPLACED))
