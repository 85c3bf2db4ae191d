"""The bell is carried from process to process, over PostgreSQL and over Redis alike."""

import asyncio
import contextlib
import socket
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import redis
from django.db import connection
from pytest_django import Settings

from realtime import carrier
from realtime.carrier import Carrier
from realtime.postgres import PostgresBus, _parameters
from realtime.redis import RedisBus
from realtime.tests.redis_server import RedisServer

pytestmark = pytest.mark.django_db(transaction=True)
END_OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE (query LIKE 'LISTEN%' OR query LIKE '%pg_notify%') AND datname = current_database()
AND pid <> pg_backend_pid()
"""

Bus = Callable[[], Carrier]
CutOff = Callable[[], None]


class Ears:
    def __init__(self) -> None:
        self.heard: list[str] = []
        self.connected: list[bool] = []

    def hear(self, topics: Iterable[str]) -> None:
        self.heard.extend(topics)

    async def wait_for(self, topic: str, ring: Callable[[], object] = lambda: None) -> None:
        async with asyncio.timeout(60):
            while topic not in self.heard:
                ring()
                await asyncio.sleep(0.05)

    async def wait_until_connected(self, times: int) -> None:
        async with asyncio.timeout(60):
            while len(self.connected) < times:
                await asyncio.sleep(0.05)


Work = Callable[[Carrier, Carrier, Ears], Awaitable[None]]


@pytest.fixture(scope="module")
def redis_server() -> Iterator[RedisServer]:
    with TemporaryDirectory() as folder:
        server = RedisServer(Path(folder))
        server.start()
        yield server
        server.kill()


@pytest.fixture(params=["postgres", "redis"])
def bus(request: pytest.FixtureRequest, settings: Settings) -> Bus:
    if request.param == "postgres":
        return PostgresBus
    settings.REDIS_URL = request.getfixturevalue("redis_server").url
    return RedisBus


@pytest.fixture
def cut_off(bus: Bus, settings: Settings) -> CutOff:
    """Breaks every connection of the buses."""

    def in_postgres() -> None:
        with connection.cursor() as cursor:
            cursor.execute(END_OTHERS)

    def in_redis() -> None:
        with contextlib.closing(redis.Redis.from_url(settings.REDIS_URL)) as own:
            own.client_kill_filter(_type="pubsub")
            own.client_kill_filter(_type="normal", skipme=True)

    return in_postgres if bus is PostgresBus else in_redis


def between(bus: Bus, work: Work) -> None:
    """Run `work` with one bus that publishes and one that has begun to hear."""

    async def run() -> None:
        speaking, listening, ears = bus(), bus(), Ears()
        await speaking.start(lambda topics: None, lambda again: None)
        await listening.start(ears.hear, ears.connected.append)
        try:
            await ears.wait_for("ready", lambda: speaking.publish(["ready"]))
            await work(speaking, listening, ears)
        finally:
            await speaking.stop()
            await listening.stop()

    asyncio.run(run())


def test_what_one_process_rings_another_hears(bus: Bus) -> None:
    async def ring(speaking: Carrier, listening: Carrier, ears: Ears) -> None:
        speaking.publish(["conversation:1", "conversation:2"])
        await ears.wait_for("conversation:2")
        assert "conversation:1" in ears.heard

    between(bus, ring)


def test_a_process_does_not_hear_itself(bus: Bus) -> None:
    async def ring(speaking: Carrier, listening: Carrier, ears: Ears) -> None:
        listening.publish(["own"])
        speaking.publish(["theirs"])
        await ears.wait_for("theirs")
        assert "own" not in ears.heard

    between(bus, ring)


def test_more_topics_than_one_payload_holds_all_arrive(bus: Bus) -> None:
    async def ring(speaking: Carrier, listening: Carrier, ears: Ears) -> None:
        topics = [f"conversation:{number:036}" for number in range(speaking.longest // 20)]
        speaking.publish(topics)
        await ears.wait_for(topics[-1])
        assert set(topics) <= set(ears.heard)

    between(bus, ring)


def test_hearing_goes_on_after_the_connection_was_lost_and_says_so(
    bus: Bus, cut_off: CutOff
) -> None:
    async def ring(speaking: Carrier, listening: Carrier, ears: Ears) -> None:
        assert ears.connected == [False]
        await asyncio.to_thread(cut_off)
        await ears.wait_until_connected(2)
        await ears.wait_for("after", lambda: speaking.publish(["after"]))
        assert ears.connected == [False, True]

    between(bus, ring)


def test_what_could_not_be_said_is_said_after_the_connection_was_lost(
    bus: Bus, cut_off: CutOff
) -> None:
    async def ring(speaking: Carrier, listening: Carrier, ears: Ears) -> None:
        await asyncio.to_thread(cut_off)
        await ears.wait_until_connected(2)
        speaking.publish(["kept"])  # once: its connection was cut, and nobody has noticed yet
        await ears.wait_for("kept")

    between(bus, ring)


def test_a_command_rings_without_an_event_loop(bus: Bus) -> None:
    async def ring(speaking: Carrier, listening: Carrier, ears: Ears) -> None:
        await asyncio.to_thread(bus().publish, ["from a command"])
        await ears.wait_for("from a command")

    between(bus, ring)


def test_what_waits_is_bounded_and_the_newest_stays(
    bus: Bus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carrier, "MOST", 3)
    waiting = bus()
    waiting._gather([f"conversation:{number}" for number in range(5)])
    assert list(waiting._pending) == ["conversation:2", "conversation:3", "conversation:4"]


def test_a_bell_that_cannot_be_carried_undoes_nothing(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("realtime.postgres._parameters", lambda: {"host": "/nowhere"})
    settings.REDIS_URL = "unix:///nowhere"
    PostgresBus().publish(["lost"])
    RedisBus().publish(["lost"])


def test_the_bell_goes_past_a_pooler(settings: Settings) -> None:
    settings.DIRECT_DATABASE_URL = "postgresql://rapport@db.example.org/rapport"
    assert _parameters()["conninfo"] == settings.DIRECT_DATABASE_URL


def test_a_job_waits_for_a_silent_redis_once_and_not_for_long(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.REDIS_URL = f"redis://127.0.0.1:{silent.getsockname()[1]}"
        began = time.monotonic()
        job = RedisBus()
        for _ in range(50):
            job.publish(["lost"])
    assert time.monotonic() - began < 5


def test_installations_on_one_redis_do_not_hear_each_other(
    redis_server: RedisServer, settings: Settings
) -> None:
    settings.REDIS_URL = redis_server.url
    here = RedisBus().channel
    settings.SECRET_KEY = "of another installation"
    assert RedisBus().channel != here
