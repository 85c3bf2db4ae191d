"""A crowd is shown what is only current state once a second, and the last of it always."""

import asyncio
import uuid

import pytest

from chats.live import pace
from chats.live.pace import Pace

GARDEN, STREET = uuid.uuid4(), uuid.uuid4()


def test_a_few_are_shown_everything_at_once() -> None:
    async def run() -> list[set[uuid.UUID]]:
        few = Pace(lambda _pk: pace.FEW, lambda _pk: None)
        return [few.take([GARDEN, STREET]) for _time in range(3)]

    assert asyncio.run(run()) == [{GARDEN, STREET}] * 3


def test_a_crowd_waits_for_its_turn_which_comes_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "PAUSE", 0.05)

    async def run() -> tuple[list[set[uuid.UUID]], list[uuid.UUID], set[uuid.UUID]]:
        came: list[uuid.UUID] = []
        all_here = asyncio.Event()

        def come(conversation_id: uuid.UUID) -> None:
            came.append(conversation_id)
            all_here.set()

        crowd = Pace(lambda _pk: pace.FEW + 1, come)
        taken = [crowd.take([GARDEN]) for _time in range(3)]
        await all_here.wait()
        return taken, came, crowd.take(came)

    taken, came, after = asyncio.run(run())
    assert taken == [{GARDEN}, set(), set()]
    assert came == [GARDEN] and after == {GARDEN}
