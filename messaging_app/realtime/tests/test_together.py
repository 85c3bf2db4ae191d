"""Questions that come together are asked together, and each gets its own answer."""

import asyncio
import threading
from collections.abc import Mapping

import pytest

from realtime.together import Together


class Asked:
    """Answers with the question in capitals; the first answer waits until it may go."""

    def __init__(self) -> None:
        self.asked: list[set[str]] = []
        self.may_go = threading.Event()

    def __call__(self, keys: list[str]) -> Mapping[str, str]:
        self.asked.append(set(keys))
        assert self.may_go.wait(10)
        if "trouble" in keys:
            raise LookupError
        return {key: key.upper() for key in keys if key != "nobody"}


def test_what_comes_while_one_is_answered_is_asked_at_once() -> None:
    asked = Asked()

    async def run() -> list[str | None]:
        together = Together(asked)
        first = asyncio.ensure_future(together.get("a"))
        while not asked.asked:
            await asyncio.sleep(0.01)
        later = [asyncio.ensure_future(together.get(key)) for key in ("b", "c", "b", "nobody")]
        await asyncio.sleep(0)
        asked.may_go.set()
        return [await one for one in (first, *later)]

    assert asyncio.run(run()) == ["A", "B", "C", "B", None]
    assert asked.asked == [{"a"}, {"b", "c", "nobody"}]


def test_a_failure_reaches_those_who_asked_and_nobody_after_them() -> None:
    asked = Asked()
    asked.may_go.set()

    async def run() -> str | None:
        together = Together(asked)
        with pytest.raises(LookupError):
            await together.get("trouble")
        return await together.get("a")

    assert asyncio.run(run()) == "A"


def test_one_who_goes_away_takes_nobody_along() -> None:
    asked = Asked()

    async def run() -> str | None:
        together = Together(asked)
        gone = asyncio.ensure_future(together.get("a"))
        stays = asyncio.ensure_future(together.get("a"))
        while not asked.asked:
            await asyncio.sleep(0.01)
        gone.cancel()
        asked.may_go.set()
        return await stays

    assert asyncio.run(run()) == "A"
