"""What is measured: Rapport, and what people would otherwise run."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import psutil

from bench.load.systems.protocol import Account


@dataclass(frozen=True)
class Cast:
    """Who speaks and who listens; of pairs, number n of the one talks to number n of the other."""

    speakers: Sequence[Account]
    listeners: Sequence[Account] = ()


class Ledger(Protocol):
    """What a system had stored before a run."""

    def problems(self, accepted: int) -> list[str]:
        """What is wrong with what it has stored since, in words."""


class NothingStored:
    """Of a system that keeps nothing."""

    def problems(self, accepted: int) -> list[str]:
        return []


class System(Protocol):
    name: str
    protocol: str  # a name in bench.load.systems.SYSTEMS
    host: str
    port: int
    crowds: tuple[int, ...]  # numbers of senders at which it is measured
    most_listeners: int  # more would take too long to set up
    most_pairs: int

    def pairs(self, count: int) -> Cast:
        """So many direct conversations, each with two people of its own."""

    def group(self, listeners: int, speakers: int) -> Cast:
        """One group of them all."""

    def ledger(self, cast: Cast, run: str) -> Ledger: ...

    def restart(self) -> None:
        """Forget whatever memory was needed before."""

    def processes(self) -> list[psutil.Process]:
        """Its own, without PostgreSQL's."""
