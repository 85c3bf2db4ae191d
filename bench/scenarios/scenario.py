"""What a scenario is."""

from collections.abc import Iterator
from typing import ClassVar

from bench.figures import Reading
from bench.stage import Stage
from bench.systems import System


class Scenario:
    """Played once in each round."""

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

    def label(self, what: str, system: System) -> str:
        """What a figure is called; Rapport's own go without its name."""
        return what if system is self.stage.rapport else f"{what}, {system.name}"
