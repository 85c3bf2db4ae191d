"""One message per POST, acknowledged when durable, each sender in a conversation of their own."""

from collections.abc import Iterator

from bench.figures import Reading
from bench.loading import load
from bench.scenarios.scenario import Scenario
from bench.systems import System

SENDERS = (64, 256)
SECONDS = 5.0


class SendHttp(Scenario):
    name = "send-http"

    def prepare(self) -> None:
        self.stage.rapport.pairs(max(self._senders()))

    def play(self) -> Iterator[Reading]:
        limit = self.stage.limits.one()
        yield Reading("limit-one", limit, "messages/s")
        for senders in self._senders():
            yield from self._send(self.stage.rapport, senders, limit)

    def _senders(self) -> tuple[int, ...]:
        return (16,) if self.stage.is_quick else SENDERS

    def _send(self, system: System, senders: int, limit: float) -> Iterator[Reading]:
        name = f"send-http {senders}" + ("" if system is self.stage.rapport else f" {system.name}")
        result = load(system, "send", system.pairs(senders), seconds=self.stage.seconds(SECONDS))
        self.stage.check(name, result.problems)
        yield Reading(name, result.rate, "messages/s", "limit-one", limit)
        yield Reading(f"{name}: p99", result.found["answer"].get("p99", 0.0), "ms")
        yield Reading(f"{name}: CPU", result.cpu_per_message, "ms/message")
