"""The bell is carried from process to process over PostgreSQL."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable

import pytest
from django.db import connection

from realtime.postgres import LONGEST, PostgresBus

pytestmark = pytest.mark.django_db(transaction=True)
END_OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE query LIKE 'LISTEN%' AND datname = current_database()
"""


class Ears:
    def __init__(self) -> None:
        self.heard: list[str] = []

    def hear(self, topics: Iterable[str]) -> None:
        self.heard.extend(topics)

    async def wait_for(self, topic: str, ring: Callable[[], object] = lambda: None) -> None:
        async with asyncio.timeout(60):
            while topic not in self.heard:
                ring()
                await asyncio.sleep(0.05)


def between(work: Callable[[PostgresBus, PostgresBus, Ears], Awaitable[None]]) -> None:
    """Run `work` with one bus that publishes and one that has begun to hear."""

    async def run() -> None:
        speaking, listening, ears = PostgresBus(), PostgresBus(), Ears()
        await speaking.start(lambda topics: None)
        await listening.start(ears.hear)
        try:
            await ears.wait_for("ready", lambda: speaking.publish(["ready"]))
            await work(speaking, listening, ears)
        finally:
            await speaking.stop()
            await listening.stop()

    asyncio.run(run())


def test_what_one_process_rings_another_hears() -> None:
    async def ring(speaking: PostgresBus, listening: PostgresBus, ears: Ears) -> None:
        speaking.publish(["conversation:1", "conversation:2"])
        await ears.wait_for("conversation:2")
        assert "conversation:1" in ears.heard

    between(ring)


def test_a_process_does_not_hear_itself() -> None:
    async def ring(speaking: PostgresBus, listening: PostgresBus, ears: Ears) -> None:
        listening.publish(["own"])
        speaking.publish(["theirs"])
        await ears.wait_for("theirs")
        assert "own" not in ears.heard

    between(ring)


def test_more_topics_than_one_payload_holds_all_arrive() -> None:
    async def ring(speaking: PostgresBus, listening: PostgresBus, ears: Ears) -> None:
        topics = [f"conversation:{number:036}" for number in range(LONGEST // 20)]
        speaking.publish(topics)
        await ears.wait_for(topics[-1])
        assert set(topics) <= set(ears.heard)

    between(ring)


def test_hearing_goes_on_after_the_connection_was_lost() -> None:
    def cut_off() -> None:
        with connection.cursor() as cursor:
            cursor.execute(END_OTHERS)

    async def ring(speaking: PostgresBus, listening: PostgresBus, ears: Ears) -> None:
        await asyncio.to_thread(cut_off)
        await ears.wait_for("after", lambda: speaking.publish(["after"]))

    between(ring)


def test_a_command_rings_without_an_event_loop() -> None:
    async def ring(speaking: PostgresBus, listening: PostgresBus, ears: Ears) -> None:
        await asyncio.to_thread(PostgresBus().publish, ["from a command"])
        await ears.wait_for("from a command")

    between(ring)


def test_a_bell_that_cannot_be_carried_undoes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("realtime.postgres._parameters", lambda: {"host": "/nowhere"})
    PostgresBus().publish(["lost"])
