"""What a scenario is."""

from collections.abc import Iterator
from typing import ClassVar

from bench.figures import Reading
from bench.stage import Stage


class Scenario:
    """Played once in each round. `most` rounds are enough where nothing but reading happens."""

    name: ClassVar[str]

    def __init__(self, stage: Stage) -> None:
        self.stage = stage

    def prepare(self) -> None:
        """Make what is needed, once."""

    def play(self) -> Iterator[Reading]:
        """Yield what one round has measured."""
        raise NotImplementedError

    def tidy(self) -> None:
        """Stop what `prepare` has started."""
