"""What carries the bell from process to process, chosen by the BELL setting."""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Protocol

from django.conf import settings

from realtime.memory import MemoryBus
from realtime.postgres import PostgresBus
from realtime.redis import RedisBus


class Bus(Protocol):
    def publish(self, topics: Iterable[str]) -> None:
        """Carry topics to the other processes; never raises, never waits long."""

    async def start(
        self, hear: Callable[[Iterable[str]], None], connected: Callable[[bool], None]
    ) -> None:
        """Begin to call `hear` with what others publish.

        `connected` is called whenever that has begun, and told whether it had begun before.
        """

    async def stop(self) -> None: ...


BUSES: dict[str, Callable[[], Bus]] = {
    "memory": MemoryBus,
    "postgres": PostgresBus,
    "redis": RedisBus,
}


@cache
def current() -> Bus:
    """The bus of this process."""
    return BUSES[settings.BELL]()
