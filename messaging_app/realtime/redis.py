"""The bus over Redis or Valkey, pub/sub on a channel of this installation's own.

Redis keeps nothing of it: who does not listen at that moment misses it, as with any wake-up.
"""

import hashlib
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import cached_property
from typing import Any

import redis
from django.conf import settings
from redis.asyncio import Redis as AsyncRedis
from redis.asyncio.retry import Retry as AsyncRetry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from realtime.carrier import Carrier, Hear, Say

BEAT = 2.0  # seconds of silence until we ask whether Redis is still there, and for its answer
PATIENCE = 1.0  # seconds that a command or a job waits for Redis
SULK = 10.0  # seconds after a failure in which a command or a job does not try again


class Unavailable(RedisError):
    """It failed a moment ago."""


class RedisBus(Carrier):
    longest = 60_000
    failures = (RedisError, OSError)

    def __init__(self) -> None:
        super().__init__()
        # Several installations may use one Redis, and its channels are common to its databases.
        name = hashlib.sha256(settings.SECRET_KEY.encode()).hexdigest()[:16]
        self.channel = f"rapport_bell:{name}"
        self._try_again = 0.0

    async def _hear(self, hear: Hear, begun: Callable[[], None]) -> None:
        async with _client() as client, client.pubsub() as ears:
            await ears.subscribe(self.channel)
            is_asked = False
            while True:
                message = await ears.get_message(timeout=BEAT)
                if message is not None:
                    is_asked = False
                    self._understand(message, hear, begun)
                elif is_asked:
                    raise redis.ConnectionError("Redis is silent.")
                else:
                    is_asked = True
                    await ears.ping()

    def _understand(self, message: dict[str, Any], hear: Hear, begun: Callable[[], None]) -> None:
        if message["type"] == "subscribe":
            begun()
        elif message["type"] == "message":
            self._take(message["data"], hear)

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[Say]:
        async with _client() as client:
            yield lambda payload: client.publish(self.channel, payload)

    def _say_now(self, payloads: list[str]) -> None:
        if time.monotonic() < self._try_again:
            raise Unavailable
        try:
            for payload in payloads:
                self._patient.publish(self.channel, payload)
        except self.failures:
            self._try_again = time.monotonic() + SULK
            raise

    @cached_property
    def _patient(self) -> "redis.Redis":
        return redis.Redis.from_url(
            settings.REDIS_URL,
            socket_connect_timeout=PATIENCE,
            socket_timeout=PATIENCE,
            # After a quiet time the connection may be gone: one more try on a new one.
            retry=Retry(NoBackoff(), 1),
        )


def _client() -> "AsyncRedis":
    return AsyncRedis.from_url(
        settings.REDIS_URL,
        decode_responses=True,
        socket_connect_timeout=BEAT,
        socket_timeout=BEAT,
        # A connection that comes back by itself would not tell us that it was away.
        retry=AsyncRetry(NoBackoff(), 0),
    )
