"""What is measured of a server: answers, deliveries, delay, time and memory."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any

import psutil

from bench.bare import BareSystem, Command
from bench.crowds import CROWDS, SPEAKERS, memory_of_streams, warm, window
from bench.figures import Figures, Reading, collect
from bench.loading import found_by
from bench.ports import NotStarted
from bench.processes import cpu_seconds
from bench.programs import ProgramFailed
from bench.servers.kinds import BASE

FRAME = 500  # bytes of an event
SENDERS = 64
TIMES = {"seconds": 2.0, "warm": 0.5}

Say = Callable[[str], None]


def play(kinds: dict[str, Command], figures: dict[str, Figures], say: Say) -> None:
    """One round: each server, one after the other, beside what uvicorn did in this round."""
    base: dict[str, float] = {}
    for name, command in kinds.items():
        readings = _measured(name, command, say)
        if name == BASE:
            base = {reading.figure: reading.value for reading in readings}
        beside = (
            replace(reading, limit=BASE, limit_value=base.get(reading.figure, 0.0))
            for reading in readings
        )
        collect(beside, figures.setdefault(name, {}))


def _measured(name: str, command: Command, say: Say) -> list[Reading]:
    """All readings of a server, or none when it breaks."""
    try:
        with closing(BareSystem(frame=FRAME, command=command)) as system:
            return list(_readings(name, system, say))
    except (NotStarted, ProgramFailed, psutil.Error) as failure:
        say(f"{name} broke: {type(failure).__name__}: {failure}")
        return []


def _readings(name: str, system: BareSystem, say: Say) -> Iterator[Reading]:
    most = system.group(listeners=max(CROWDS), speakers=SPEAKERS)
    warm(system, most)
    memory = memory_of_streams(system, most)  # before the others: what they need stays
    sent = _checked(name, found_by(system, "send", system.pairs(SENDERS), **TIMES), say)
    yield Reading("POST/s", sent["rate"], "requests/s")
    for listeners in CROWDS:
        yield from _fan_out(name, system, listeners, say)
    yield Reading("MB per 1,000 streams", memory, "MB")


def _fan_out(name: str, system: BareSystem, listeners: int, say: Say) -> Iterator[Reading]:
    cast = system.group(listeners=listeners, speakers=SPEAKERS)
    before = cpu_seconds(system.processes())
    found = found_by(system, "fan_out", cast, window=window(listeners), **TIMES)
    cpu = cpu_seconds(system.processes()) - before
    heard = _checked(name, found, say)
    yield Reading(f"to {listeners:,}/s", heard["deliveries"], "deliveries/s")
    yield Reading(f"{listeners:,}: p99 ms", heard["delay"].get("p99", 0.0), "ms")
    yield Reading(f"{listeners:,}: CPU µs", 1e6 * cpu / max(heard["heard"], 1), "µs/delivery")


def _checked(name: str, found: dict[str, Any], say: Say) -> dict[str, Any]:
    for problem in found["problems"]:
        say(f"{name}: {problem}")
    return found
