"""One message per POST, acknowledged when durable, each sender in a conversation of their own."""

from collections.abc import Iterator

from bench.figures import Reading
from bench.loading import Result, load
from bench.scenarios.scenario import Scenario
from bench.systems import System

SECONDS = 4.0


class SendHttp(Scenario):
    name = "send-http"

    def prepare(self) -> None:
        for system in self.stage.systems:
            system.pairs(max(self._crowds(system)))

    def play(self) -> Iterator[Reading]:
        limit = self.stage.limits.one()
        yield Reading("limit-one", limit, "messages/s")
        ours: dict[str, Result] = {}
        for senders in self._crowds(self.stage.rapport):
            name, result = self._send(self.stage.rapport, senders)
            ours[name] = result
            yield from _readings(name, result, limit)
        for peer in self.stage.peers:
            yield from self.stage.guarded(peer, self._beside(peer, limit, ours))

    def _beside(self, peer: System, limit: float, ours: dict[str, Result]) -> Iterator[Reading]:
        """A peer at several numbers of senders; what it does best is what it is compared by."""
        theirs: list[Result] = []
        for senders in self._crowds(peer):
            name, result = self._send(peer, senders)
            theirs.append(result)
            yield from _readings(name, result, limit)
        best, beside = max(result.rate for result in theirs), f"{peer.name} at its best"
        for name, result in ours.items():
            yield Reading(f"{name} beside {beside}", result.rate, "messages/s", beside, best)
        cheapest = [min(each.cpu_per_message for each in side) for side in (ours.values(), theirs)]
        name = f"CPU per message beside {peer.name}"
        yield Reading(name, cheapest[0], "ms/message", peer.name, cheapest[1])

    def _crowds(self, system: System) -> tuple[int, ...]:
        return (16,) if self.stage.is_quick else system.crowds

    def _send(self, system: System, senders: int) -> tuple[str, Result]:
        name = self.label(f"send-http {senders}", system)
        seconds = self.stage.seconds(SECONDS)
        result = load(system, "send", system.pairs(senders), seconds=seconds)
        self.stage.check(name, result.problems, system)
        return name, result


class SendHot(Scenario):
    """All into one conversation, where each must wait for the number of the one before."""

    name = "send-hot"

    def play(self) -> Iterator[Reading]:
        base = self.stage.limits.hot()
        yield Reading("one transaction each", base, "messages/s")
        rapport, senders = self.stage.rapport, self.stage.size(64, quick=8)
        cast = rapport.group(listeners=0, speakers=senders)
        result = load(rapport, "send", cast, seconds=self.stage.seconds(SECONDS))
        self.stage.check(self.name, result.problems)
        yield Reading(self.name, result.rate, "messages/s", "one transaction each", base)


class SendBatch(Scenario):
    """Sets of messages in one request, as importers, bots and bridges send them."""

    name = "send-batch"

    def prepare(self) -> None:
        self.cast = self.stage.rapport.with_tokens(self.stage.size(8, quick=2))

    def play(self) -> Iterator[Reading]:
        limit = self.stage.limits.set_()
        yield Reading("limit-set", limit, "messages/s")
        result = load(
            self.stage.rapport,
            "send_sets",
            self.cast,
            protocol="rapport-sets",
            seconds=self.stage.seconds(SECONDS),
        )
        self.stage.check(self.name, result.problems)
        yield from _readings(self.name, result, limit, beside="limit-set")


def _readings(
    name: str, result: Result, limit: float, *, beside: str = "limit-one"
) -> Iterator[Reading]:
    yield Reading(name, result.rate, "messages/s", beside, limit)
    if answer := result.found["answer"]:
        yield Reading(f"{name}: p99", answer["p99"], "ms")
    yield Reading(f"{name}: CPU", result.cpu_per_message, "ms/message")
