"""What every part of the hub stands on: the open screens, and a way to ask the database."""

import asyncio
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from django.db import connections

from chats.live.screen import Screen
from chats.live.tracking import Tracking

Result = TypeVar("Result")


class Screens:
    def __init__(self) -> None:
        self.screens: defaultdict[uuid.UUID, set[Screen]] = defaultdict(set)
        self.tracking = Tracking()
        self.loop = asyncio.get_running_loop()
        self._threads = ThreadPoolExecutor(2, thread_name_prefix="hub")

    async def call(self, ask: Callable[..., Result], *args: Any) -> Result:
        """Ask the database in a thread of the hub; no connection is kept."""
        return await self.loop.run_in_executor(self._threads, _ask, ask, args)

    def wake(self, topics: Iterable[str]) -> None:
        """Look at these topics soon; callable from any thread."""
        raise NotImplementedError

    def screens_of(self, user_id: uuid.UUID) -> tuple[Screen, ...]:
        return tuple(self.screens.get(user_id, ()))

    def all_screens(self) -> list[Screen]:
        return [screen for screens in self.screens.values() for screen in screens]


def _ask(ask: Callable[..., Result], args: tuple[Any, ...]) -> Result:
    try:
        return ask(*args)
    finally:
        connections.close_all()
