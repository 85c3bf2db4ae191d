"""The kinds of work that a load consists of."""

from collections.abc import Callable, Coroutine
from typing import Any

from bench.load.job import Job
from bench.load.systems.protocol import System
from bench.load.works.fanning import fan_out
from bench.load.works.idling import idle
from bench.load.works.pacing import pace
from bench.load.works.sending import send, send_sets

Work = Callable[[System, Job], Coroutine[Any, Any, dict[str, Any]]]

WORKS: dict[str, Work] = {
    "send": send,
    "send_sets": send_sets,
    "pace": pace,
    "fan_out": fan_out,
    "idle": idle,
}
