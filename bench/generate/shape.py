"""How much is generated, and of what kind."""

import random
from array import array
from dataclasses import dataclass
from itertools import chain

LARGE = 1000  # people in a large group
STEEPNESS = 0.85  # of the power law: few conversations hold most of what is said
GROUPS = 0.2  # of the conversations are groups, the others direct
HISTORIES = (10_000, 100_000, 1_000_000)


@dataclass(frozen=True)
class Shape:
    messages: int = 10_000_000
    conversations: int = 200_000
    inbox: int = 5000  # conversations of the one person who is in so many
    histories: tuple[int, ...] = HISTORIES  # conversations of exactly so many messages
    large: int = 20  # groups of 1,000

    @property
    def people(self) -> int:
        return max(LARGE + 200, self.conversations // 5)

    def sizes(self) -> "array[int]":
        """Messages of each conversation: first the given ones, then by a power law."""
        given = list(self.histories)
        rest = self.conversations - len(given)
        left = self.messages - sum(given)
        if rest < self.large or left < rest:
            raise ValueError("There are too few messages or conversations for this shape.")
        weights = [(rank + 5) ** -STEEPNESS for rank in range(rest)]
        unit = (left - rest) / sum(weights)
        sizes = [1 + int(weight * unit) for weight in weights]
        sizes[0] += left - sum(sizes)
        return array("L", chain(given, sizes))


class Plan:
    """Who takes part where. Conversation n has `members[starts[n]:starts[n + 1]]`."""

    def __init__(self, shape: Shape, chance: random.Random) -> None:
        self.shape = shape
        self.sizes = shape.sizes()
        self.members = array("L")
        self.starts = array("L", [0])
        self.is_direct = bytearray(len(self.sizes))
        self._pairs: set[tuple[int, int]] = set()
        self._chance = chance
        self._inbox_left = shape.inbox
        for number in range(len(self.sizes)):
            self.members.extend(self._seat(number))
            self.starts.append(len(self.members))

    def members_of(self, number: int) -> "array[int]":
        return self.members[self.starts[number] : self.starts[number + 1]]

    def _seat(self, number: int) -> list[int]:
        """Person 0 is the one with the full inbox; they are in every conversation at first."""
        special = len(self.shape.histories) + self.shape.large
        if number >= special and self._chance.random() >= GROUPS and (pair := self._pair()):
            self.is_direct[number] = 1
            return pair
        is_large = len(self.shape.histories) <= number < special
        size = LARGE if is_large else min(3 + int(self._chance.paretovariate(1.1)), 200)
        people = self._chance.sample(range(1, self.shape.people), size)
        return self._with_inbox(people)

    def _pair(self) -> list[int] | None:
        """Two who do not talk directly yet; None when none are found."""
        for _ in range(20):
            other = self._chance.randrange(1, self.shape.people)
            one = 0 if self._inbox_left > 0 else self._chance.randrange(1, self.shape.people)
            pair = (min(one, other), max(one, other))
            if one != other and pair not in self._pairs:
                self._pairs.add(pair)
                self._inbox_left -= one == 0
                return list(pair)
        return None

    def _with_inbox(self, people: list[int]) -> list[int]:
        if self._inbox_left > 0:
            self._inbox_left -= 1
            people[0] = 0
        return people
