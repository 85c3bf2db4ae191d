"""What scenarios play on: a running Rapport, its peers, the limits, and how long to play."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from bench.corpus import Corpus
from bench.figures import Reading
from bench.limits import Limits
from bench.rapport import RapportSystem
from bench.systems import System

QUICK = 0.5  # seconds; enough to find what is lost or doubled


@dataclass
class Stage:
    rapport: RapportSystem
    say: Callable[[str], None]
    peers: Sequence[System] = ()
    is_quick: bool = False
    rounds: int = 1
    corpus: Corpus | None = None  # what was brought in
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  # what the peers did wrong

    @cached_property
    def limits(self) -> Limits:
        return Limits(1 if self.is_quick else 4)

    def seconds(self, wanted: float) -> float:
        return QUICK if self.is_quick else wanted

    def size(self, wanted: int, *, quick: int) -> int:
        return quick if self.is_quick else wanted

    @property
    def systems(self) -> list[System]:
        return [self.rapport, *self.peers]

    def guarded(self, system: System, readings: Iterator[Reading]) -> Iterator[Reading]:
        """A peer that breaks does not stop the others."""
        if system is self.rapport:
            yield from readings
            return
        try:
            yield from readings
        except Exception as failure:
            self.check(system.name, [f"broke: {type(failure).__name__}: {failure}"], system)

    def check(self, where: str, problems: Sequence[str], system: System | None = None) -> None:
        """Keep what a check found. It stops nothing; one of Rapport's fails the whole at its end,
        one of a peer's is only told."""
        is_peers = system is not None and system is not self.rapport
        for problem in problems:
            (self.notes if is_peers else self.problems).append(f"{where}: {problem}")
            self.say(f"{'PEER' if is_peers else 'CHECK FAILED'}  {where}: {problem}")
