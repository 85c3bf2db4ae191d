"""What happened in a run: what was accepted and how soon, who heard what and in which order."""

import math
from array import array
from collections import Counter
from collections.abc import Sequence
from itertools import count
from time import perf_counter
from typing import Any

from bench.load.words import text


class Tally:
    """Of the messages: each gets a mark, and is accepted or refused."""

    def __init__(self, run: str, seconds: float, warm: float) -> None:
        self.run = run
        self._seconds, self._warm = seconds, warm
        self.begin = self.end = 0.0
        self.sent_at: dict[int, float] = {}
        self.accepted: dict[int, float] = {}  # the time at which it was
        self.refused: Counter[str] = Counter()
        self.busy = 0
        self._marks = count(1)

    def start(self) -> None:
        """Everybody is connected: the clock runs from here."""
        self.begin = perf_counter() + self._warm
        self.end = self.begin + self._seconds

    @property
    def is_over(self) -> bool:
        return perf_counter() >= self.end

    def next(self) -> tuple[int, str]:
        """The mark and the words of the next message, which is sent now."""
        mark = next(self._marks)
        self.sent_at[mark] = perf_counter()
        return mark, text(self.run, mark)

    def accept(self, mark: int) -> None:
        self.accepted[mark] = perf_counter()

    def refuse(self, reason: str) -> None:
        self.refused[reason] += 1

    def summary(self) -> dict[str, Any]:
        measured = [mark for mark, at in self.accepted.items() if self.begin <= at < self.end]
        waits = [self.accepted[mark] - self.sent_at[mark] for mark in measured]
        return {
            "accepted": len(self.accepted),
            "rate": len(measured) / self._seconds,
            "busy": self.busy,
            "answer": spread(waits),
            "problems": [f"refused {n} times: {why}" for why, n in self.refused.items()],
        }


class Ear:
    """Of one listener."""

    __slots__ = ("count", "holes", "last", "order")

    def __init__(self, last: int | None) -> None:
        self.count = 0
        self.order = 0  # the same for all who heard the same in the same order
        self.holes = 0
        self.last = last  # the number heard last, where there are numbers

    def note(self, mark: int, number: int | None) -> None:
        self.count += 1
        self.order = hash((self.order, mark))
        if number is not None:
            self.holes += self.last is not None and number != self.last + 1
            self.last = number


class Heard:
    """Of all listeners together."""

    def __init__(self, tally: Tally) -> None:
        self._tally = tally
        self.ears: list[Ear] = []
        self.delays = array("d")
        self.count = self.bytes = 0
        self.left: dict[int, int] = {}  # how many have yet to hear a message

    def note(self, ear: Ear, mark: int, number: int | None, size: int) -> int:
        """Take one arrival into account; return how many have yet to hear this message."""
        now = perf_counter()
        ear.note(mark, number)
        self.bytes += size
        if self._tally.begin <= now < self._tally.end:
            self.count += 1
            self.delays.append(now - self._tally.sent_at.get(mark, now))
        left = self.left.get(mark, 0) - 1
        self.left[mark] = left
        return left

    def summary(self) -> dict[str, Any]:
        total = sum(ear.count for ear in self.ears)
        return {
            "heard": total,
            "deliveries": self.count / (self._tally.end - self._tally.begin),
            "delay": spread(self.delays),
            "frame": self.bytes // max(total, 1),
        }

    def problems(self, expected: Sequence[int]) -> list[str]:
        """What is wrong, in words; `expected` is how many messages each listener must hear."""
        pairs = zip(self.ears, expected, strict=True)
        wrong = [f"{ear.count} of {number}" for ear, number in pairs if ear.count != number]
        holes = sum(ear.holes for ear in self.ears)
        found = [
            (wrong, f"{len(wrong)} listeners heard too little or too much: {wrong[:3]}"),
            (holes, f"{holes} times a number was left out or came twice"),
        ]
        return [words for is_wrong, words in found if is_wrong]

    def disagreements(self) -> list[str]:
        """Whether those who listen in one place heard the same in the same order."""
        orders = len({ear.order for ear in self.ears})
        return [f"the listeners heard {orders} different orders"] if orders > 1 else []


def spread(seconds: Sequence[float]) -> dict[str, float]:
    """Median, 99th percentile and maximum, in milliseconds."""
    if not seconds:
        return {}
    ranked = sorted(seconds)
    at = {"p50": 0.5, "p99": 0.99, "max": 1.0}
    return {
        name: 1000 * ranked[max(0, math.ceil(part * len(ranked)) - 1)] for name, part in at.items()
    }
