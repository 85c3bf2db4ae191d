"""What is said in a generated history: words by a power law, as in any language."""

import random
from functools import cached_property

SYLLABLES = (
    "ba",
    "do",
    "fe",
    "gi",
    "ha",
    "jo",
    "ka",
    "le",
    "mi",
    "no",
    "pu",
    "ra",
    "se",
    "ti",
    "vo",
)
COMMON = "the"  # in about every third message
RARE = "sandpiper"  # in ten messages, however many there are
RARELY = 10
VOCABULARY = 20_000
PHRASES = 30_000


class Talk:
    """Makes messages of one to four phrases."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance

    def body(self) -> str:
        chance, phrases = self._chance, self._phrases
        return " ".join(chance.choices(phrases, k=1 + int(chance.random() * 4)))

    @cached_property
    def _phrases(self) -> list[str]:
        words = [COMMON, *(self._word() for _ in range(VOCABULARY))]
        weights = [1 / (rank + 3) for rank in range(len(words))]
        drawn = iter(self._chance.choices(words, weights, k=PHRASES * 6))
        return [
            " ".join(next(drawn) for _ in range(self._chance.randint(2, 6))) for _ in range(PHRASES)
        ]

    def _word(self) -> str:
        return "".join(self._chance.choices(SYLLABLES, k=self._chance.randint(1, 4)))
