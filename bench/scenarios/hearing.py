"""How soon, and how many, hear what was said."""

from collections.abc import Iterator
from contextlib import closing

from bench.bare import BareSystem
from bench.crowds import CROWDS, SPEAKERS, memory_of_streams, warm, window
from bench.figures import Reading
from bench.loading import Result, load
from bench.processes import resident
from bench.scenarios.scenario import Scenario
from bench.systems import System

PAIRS = 100


class Latency(Scenario):
    """50 messages a second, from the POST to the other one's stream."""

    name = "latency"

    def play(self) -> Iterator[Reading]:
        worst: dict[str, float] = {}
        for system in self.stage.systems:
            for reading in self.stage.guarded(system, self._pace(system)):
                worst[system.name] = reading.value  # the last one is the 99th percentile
                yield reading
        ours, theirs = worst.pop(self.stage.rapport.name, 0.0), worst.values()
        if ours and theirs:
            name = "latency at 50/s: p99 beside the quickest peer"
            yield Reading(name, ours, "ms", "the quickest peer", min(theirs))

    def _pace(self, system: System) -> Iterator[Reading]:
        name = self.label("latency at 50/s", system)
        cast = system.pairs(min(self.stage.size(PAIRS, quick=10), system.most_pairs))
        result = load(system, "pace", cast, rate=50, seconds=self.stage.seconds(10))
        self.stage.check(name, result.problems, system)
        for part in ("p50", "p99"):
            if delay := result.found["delay"]:
                yield Reading(f"{name}: {part}", delay[part], "ms")


class Fanout(Scenario):
    """One group in which everybody listens, beside a bare application on the same server."""

    name = "fanout"

    def play(self) -> Iterator[Reading]:
        for listeners in (20,) if self.stage.is_quick else CROWDS:
            ours = self._fan_out(self.stage.rapport, listeners)
            limit = self._bare(listeners, ours, joined=False)
            yield Reading(f"bare fanout {listeners}", limit, "deliveries/s")
            if not self.stage.is_quick:
                joined = self._bare(listeners, ours, joined=True)
                yield Reading(f"bare fanout {listeners}, writes joined", joined, "deliveries/s")
            yield from self._readings(self.stage.rapport, listeners, ours, limit)
            for peer in self.stage.peers:
                yield from self.stage.guarded(peer, self._beside(peer, listeners, limit, ours))

    def _bare(self, listeners: int, ours: Result, *, joined: bool) -> float:
        """What a bare application delivers of events that are as long as ours."""
        with closing(BareSystem(frame=int(ours.found["frame"]), joined=joined)) as bare:
            return float(self._fan_out(bare, listeners).found["deliveries"])

    def _beside(
        self, peer: System, listeners: int, limit: float, ours: Result
    ) -> Iterator[Reading]:
        if listeners > peer.most_listeners:
            return
        theirs = self._fan_out(peer, listeners)
        yield from self._readings(peer, listeners, theirs, limit)
        name = f"fanout {listeners} beside {peer.name}"
        rates = ours.found["deliveries"], theirs.found["deliveries"]
        yield Reading(name, rates[0], "deliveries/s", peer.name, rates[1])

    def _fan_out(self, system: System, listeners: int) -> Result:
        cast = system.group(listeners=listeners, speakers=SPEAKERS)
        seconds = self.stage.seconds(5)
        result = load(system, "fan_out", cast, window=window(listeners), seconds=seconds)
        self.stage.check(self.label(f"fanout {listeners}", system), result.problems, system)
        return result

    def _readings(
        self, system: System, listeners: int, result: Result, limit: float
    ) -> Iterator[Reading]:
        name = self.label(f"fanout {listeners}", system)
        yield Reading(name, result.found["deliveries"], "deliveries/s", "bare", limit)
        yield Reading(f"{name}: until all are open", result.found["opening"], "s")
        if delay := result.found["delay"]:
            yield Reading(f"{name}: p99", delay["p99"], "ms")


class Idle(Scenario):
    """What open streams take while nothing happens, of servers that have done nothing before."""

    name = "idle"

    def play(self) -> Iterator[Reading]:
        for system in self.stage.systems:
            yield from self.stage.guarded(system, self._hold(system))

    def _hold(self, system: System) -> Iterator[Reading]:
        streams = min(self.stage.size(1000, quick=20), system.most_listeners)
        cast = system.group(listeners=streams, speakers=SPEAKERS)
        if not self.stage.is_quick:
            system.restart()
        warm(system, cast)
        if system is self.stage.rapport:
            serving = self.stage.rapport.installation.serving()
            yield Reading("memory of web and worker", resident(serving), "MB")
        name = self.label("memory of 1,000 idle streams", system)
        yield Reading(name, memory_of_streams(system, cast), "MB")
