"""The bus over PostgreSQL's NOTIFY, for several processes on one database.

It uses connections of its own, outside the transactions of messages: a NOTIFY inside them would
take a lock that all commits of the database share.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection

from realtime.carrier import Carrier, Hear, Say

CHANNEL = "rapport_bell"
NOTIFY = "SELECT pg_notify(%s, %s)"
# A cable that is pulled says no goodbye: the system asks after two seconds of silence, and
# gives up after five. Over a socket of this machine they mean nothing.
LIVENESS = {
    "connect_timeout": 5,
    "keepalives": 1,
    "keepalives_idle": 2,
    "keepalives_interval": 1,
    "keepalives_count": 3,
    "tcp_user_timeout": 5000,
}


class PostgresBus(Carrier):
    longest = 7900  # PostgreSQL refuses a payload of 8000
    failures = (psycopg.Error, OSError)

    async def _hear(self, hear: Hear, begun: Callable[[], None]) -> None:
        async with await _connect() as own:
            await own.execute(f"LISTEN {CHANNEL}")
            begun()
            async for note in own.notifies():
                self._take(note.payload, hear)

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[Say]:
        async with await _connect() as own:
            yield lambda payload: own.execute(NOTIFY, [CHANNEL, payload])

    def _say_now(self, payloads: list[str]) -> None:
        with psycopg.connect(**_parameters(), autocommit=True) as own:
            for payload in payloads:
                own.execute(NOTIFY, [CHANNEL, payload])


async def _connect() -> psycopg.AsyncConnection[Any]:
    return await psycopg.AsyncConnection.connect(**_parameters(), autocommit=True)


def _parameters() -> dict[str, Any]:
    """How Django itself connects, without its pool and cursor classes, and past any pooler."""
    if settings.DIRECT_DATABASE_URL != settings.DATABASE_URL:
        return {"conninfo": settings.DIRECT_DATABASE_URL, **LIVENESS}
    wanted = connection.get_connection_params()
    skipped = {"pool", "context", "cursor_factory", "prepare_threshold", "server_side_binding"}
    return {name: value for name, value in wanted.items() if name not in skipped} | LIVENESS
