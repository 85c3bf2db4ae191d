"""One group in which everybody listens: how many they are, and what open streams take."""

from dataclasses import replace

from bench.loading import held_open
from bench.processes import resident
from bench.systems import Cast, System

CROWDS = (200, 1000)
SPEAKERS = 20
UNDER_WAY = 4000  # deliveries at once, so that a larger group waits no longer
FIRST = 10


def window(listeners: int) -> int:
    """How many messages are under way at once."""
    return max(2, min(SPEAKERS, UNDER_WAY // listeners))


def warm(system: System, cast: Cast) -> None:
    """Open some streams and close them: what the first need is no price of the others."""
    with held_open(system, replace(cast, listeners=cast.listeners[:FIRST])):
        pass


def memory_of_streams(system: System, cast: Cast) -> float:
    """Resident memory, in MB, that 1,000 streams take while nothing happens."""
    before = resident(system.processes())
    with held_open(system, cast):
        during = resident(system.processes())
    return (during - before) * 1000 / len(cast.listeners)
