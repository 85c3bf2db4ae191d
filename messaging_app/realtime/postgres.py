"""The bus over PostgreSQL's NOTIFY, for several processes on one database.

It uses connections of its own, outside the transactions of messages: a NOTIFY inside them would
take a lock that all commits of the database share.
"""

import asyncio
import contextlib
import uuid
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import psycopg
import structlog
from django.db import connection

CHANNEL = "rapport_bell"
GATHER = 0.015  # seconds in which wake-ups are gathered into one
LONGEST = 7900  # bytes; PostgreSQL refuses a payload of 8000
RETRY = 1.0  # seconds between tries to connect

log = structlog.get_logger(__name__)


class PostgresBus:
    def __init__(self) -> None:
        self.origin = uuid.uuid4().hex[:12]
        self._loop: asyncio.AbstractEventLoop | None = None
        self._pending: dict[str, None] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._wanted = asyncio.Event()

    def publish(self, topics: Iterable[str]) -> None:
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self._gather, tuple(topics))
        else:
            self._publish_now(topics)

    async def start(self, hear: Callable[[Iterable[str]], None]) -> None:
        self._loop = asyncio.get_running_loop()
        self._wanted = asyncio.Event()
        self._tasks = [
            asyncio.create_task(self._keep(lambda: self._listen(hear))),
            asyncio.create_task(self._keep(self._send)),
        ]

    async def stop(self) -> None:
        self._loop = None
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = []

    def _gather(self, topics: Iterable[str]) -> None:
        self._pending.update(dict.fromkeys(topics))
        self._wanted.set()

    async def _keep(self, work: Callable[[], Any]) -> None:
        """Do the work again whenever the database was away."""
        while True:
            with contextlib.suppress(psycopg.Error, OSError):
                await work()
            await asyncio.sleep(RETRY)

    async def _listen(self, hear: Callable[[Iterable[str]], None]) -> None:
        async with await self._connect() as own:
            await own.execute(f"LISTEN {CHANNEL}")
            async for note in own.notifies():
                origin, *topics = note.payload.split("\n")
                if origin != self.origin:
                    hear(topics)

    async def _send(self) -> None:
        async with await self._connect() as own:
            while True:
                await self._wanted.wait()
                await asyncio.sleep(GATHER)
                self._wanted.clear()
                topics, self._pending = self._pending, {}
                for payload in self._payloads(topics):
                    await own.execute("SELECT pg_notify(%s, %s)", [CHANNEL, payload])

    def _publish_now(self, topics: Iterable[str]) -> None:
        """From a command, a job or a shell, where no event loop runs."""
        try:
            with psycopg.connect(**_parameters(), autocommit=True) as own:
                for payload in self._payloads(topics):
                    own.execute("SELECT pg_notify(%s, %s)", [CHANNEL, payload])
        except psycopg.Error as error:
            log.warning("bell_not_carried", reason=str(error))

    async def _connect(self) -> psycopg.AsyncConnection[Any]:
        return await psycopg.AsyncConnection.connect(**_parameters(), autocommit=True)

    def _payloads(self, topics: Iterable[str]) -> Iterator[str]:
        """Lines of topics behind the name of this process, each payload short enough."""
        payload = self.origin
        for topic in topics:
            if len(payload) + 1 + len(topic) > LONGEST:
                yield payload
                payload = self.origin
            payload += f"\n{topic}"
        if payload != self.origin:
            yield payload


def _parameters() -> dict[str, Any]:
    """How Django itself connects, without its pool and cursor classes."""
    wanted = connection.get_connection_params()
    skipped = {"pool", "context", "cursor_factory", "prepare_threshold", "server_side_binding"}
    return {name: value for name, value in wanted.items() if name not in skipped}
