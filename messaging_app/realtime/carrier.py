"""What every bus between processes does: gathers wake-ups, carries them, and begins again."""

import asyncio
import contextlib
import uuid
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import AbstractAsyncContextManager
from typing import Any, ClassVar

import structlog

GATHER = 0.015  # seconds in which wake-ups are gathered into one
RETRY = 1.0  # seconds between tries to connect
MOST = 20_000  # topics that wait while nothing can be carried; what is older, the looks make up for

Hear = Callable[[Iterable[str]], None]
Say = Callable[[str], Awaitable[Any]]

log = structlog.get_logger(__name__)


class Carrier:
    """A bus over a server; what is said of its own is how to hear, and two ways to say."""

    longest: ClassVar[int]  # bytes of one payload
    failures: ClassVar[tuple[type[Exception], ...]]  # which mean that the server was away

    def __init__(self) -> None:
        self.origin = uuid.uuid4().hex[:12]
        self._loop: asyncio.AbstractEventLoop | None = None
        self._pending: dict[str, None] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._wanted = asyncio.Event()
        self._was_hearing = False

    def publish(self, topics: Iterable[str]) -> None:
        """Carry topics to the other processes; never raises, never waits long."""
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self._gather, tuple(topics))
            return
        try:
            self._say_now(list(self._payloads(topics)))
        except self.failures as error:
            log.warning("bell_not_carried", reason=str(error))

    async def start(self, hear: Hear, connected: Callable[[bool], None]) -> None:
        """Call `hear` with what others publish, `connected` each time when that begins.

        `connected` is told whether it had begun before: then others may have rung in vain.
        """
        self._loop = asyncio.get_running_loop()
        self._wanted = asyncio.Event()
        self._was_hearing = False

        def begun() -> None:
            connected(self._was_hearing)
            self._was_hearing = True

        self._tasks = [
            asyncio.create_task(self._keep(lambda: self._hear(hear, begun))),
            asyncio.create_task(self._keep(self._send)),
        ]

    async def stop(self) -> None:
        self._loop = None
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = []

    async def _hear(self, hear: Hear, begun: Callable[[], None]) -> None:
        """Hear until the connection is lost; `take` knows what a payload means."""
        raise NotImplementedError

    def _connected(self) -> AbstractAsyncContextManager[Say]:
        """A connection on which to say payloads, until one cannot be said."""
        raise NotImplementedError

    def _say_now(self, payloads: list[str]) -> None:
        """From a command, a job or a shell, where no event loop runs."""
        raise NotImplementedError

    def _take(self, payload: str, hear: Hear) -> None:
        origin, *topics = payload.split("\n")
        if origin != self.origin:
            hear(topics)

    def _gather(self, topics: Iterable[str]) -> None:
        self._pending.update(dict.fromkeys(topics))
        while len(self._pending) > MOST:
            del self._pending[next(iter(self._pending))]
        self._wanted.set()

    async def _keep(self, work: Callable[[], Awaitable[None]]) -> None:
        """Do the work again whenever the server was away."""
        while True:
            with contextlib.suppress(*self.failures):
                await work()
            await asyncio.sleep(RETRY)

    async def _send(self) -> None:
        async with self._connected() as say:
            while True:
                await self._wanted.wait()
                await asyncio.sleep(GATHER)
                self._wanted.clear()
                topics, self._pending = self._pending, {}
                try:
                    for payload in self._payloads(topics):
                        await say(payload)
                except BaseException:
                    self._gather([*topics, *self._pending])
                    raise

    def _payloads(self, topics: Iterable[str]) -> Iterator[str]:
        """Lines of topics behind the name of this process, each payload short enough."""
        payload = self.origin
        for topic in topics:
            if len(payload) + 1 + len(topic) > self.longest:
                yield payload
                payload = self.origin
            payload += f"\n{topic}"
        if payload != self.origin:
            yield payload
