"""Many people connect, some at a time."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from time import perf_counter
from typing import TypeVar

from bench.load.systems.protocol import Account, Listener, System
from bench.load.tally import Ear, Heard

AT_ONCE = 50

Connected = TypeVar("Connected")


async def connect(
    how: Callable[[Account], Awaitable[Connected]], accounts: Sequence[Account]
) -> list[Connected]:
    """Connect them all, in their order."""
    places = asyncio.Semaphore(AT_ONCE)

    async def one(account: Account) -> Connected:
        async with places:
            return await how(account)

    return list(await asyncio.gather(*map(one, accounts)))


async def listen(
    system: System,
    accounts: Sequence[Account],
    heard: Heard,
    *,
    when_all: Callable[[int], None] | None = None,
) -> list[Listener]:
    """Let them all listen; `when_all` is told the mark of what everybody has heard."""

    def hear(ear: Ear, mark: int, number: int | None, size: int) -> None:
        if heard.note(ear, mark, number, size) == 0 and when_all is not None:
            when_all(mark)

    async def one(account: Account) -> Listener:
        ear = Ear(account.get("seq"))
        heard.ears.append(ear)
        return await system.listener(account, partial(hear, ear))

    return await connect(one, accounts)


async def until_heard(heard: Heard, expected: Sequence[int], *, patience: float = 15.0) -> None:
    """Wait until each listener has heard so many messages, or for too long."""
    deadline = perf_counter() + patience
    while any(ear.count < number for ear, number in zip(heard.ears, expected, strict=True)):
        if perf_counter() > deadline:
            return
        await asyncio.sleep(0.05)
