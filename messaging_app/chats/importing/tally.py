"""What became of the lines."""

from collections.abc import Callable
from dataclasses import dataclass

Report = Callable[[int, str], None]


class Stopped(Exception):
    """A strict import met a line that it could not take as it is."""


@dataclass(slots=True)
class Tally:
    """Counts, and says aloud what goes wrong. With `strict` the first such thing stops it all."""

    report: Report
    strict: bool = False
    people: int = 0
    conversations: int = 0
    messages: int = 0
    split: int = 0
    known: int = 0
    bad: int = 0
    noted: int = 0

    def refuse(self, number: int, reason: str) -> None:
        """The line is left out."""
        self.bad += 1
        self._say(number, reason)

    def note(self, number: int, reason: str) -> None:
        """The line is taken, but something of it is left out."""
        self.noted += 1
        self._say(number, reason)

    def _say(self, number: int, reason: str) -> None:
        self.report(number, reason)
        if self.strict:
            raise Stopped(f"line {number}: {reason}")
