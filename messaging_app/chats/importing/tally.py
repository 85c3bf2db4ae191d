"""What became of the lines."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

Report = Callable[[int, str], None]


class Stopped(Exception):
    """A strict import met a line that it could not take as it is."""


@dataclass(slots=True)
class Tally:
    """Counts, and says aloud what goes wrong. With `strict` the first such thing stops it all.

    A reason with a "{}" is said of `about`, and counted without it.
    """

    report: Report
    strict: bool = False
    people: int = 0
    conversations: int = 0
    messages: int = 0
    attachments: int = 0
    reactions: int = 0
    edits: int = 0
    deletions: int = 0
    split: int = 0
    known: int = 0
    bad: int = 0
    noted: int = 0
    reasons: Counter[str] = field(default_factory=Counter)

    def refuse(self, number: int, reason: str, about: str = "") -> None:
        """The line is left out."""
        self.bad += 1
        self._say(number, reason, about)

    def note(self, number: int, reason: str, about: str = "") -> None:
        """The line is taken, but something of it is left out."""
        self.noted += 1
        self._say(number, reason, about)

    def _say(self, number: int, reason: str, about: str) -> None:
        said = reason.replace("{}", about) if about else reason
        self.reasons[reason.replace("{}", "…") if about else reason] += 1
        self.report(number, said)
        if self.strict:
            raise Stopped(f"line {number}: {said}")
