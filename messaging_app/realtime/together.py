"""Questions that come together are asked together: while one is answered, the next ones gather."""

import asyncio
from collections.abc import Callable, Hashable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Answer = TypeVar("Answer")


class Together(Generic[Key, Answer]):
    """Asks in a thread of its own, for all who came since it asked last. Lives on one event loop.

    An answer is never older than its question.
    """

    def __init__(self, ask: Callable[[list[Key]], Mapping[Key, Answer]]) -> None:
        self._ask = ask
        self._waiting: list[tuple[Key, asyncio.Future[Answer | None]]] = []
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="together")
        self._task: asyncio.Task[None] | None = None

    async def get(self, key: Key) -> Answer | None:
        """Return the answer about `key`, or None when there is none; raises what asking raised."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Answer | None] = loop.create_future()
        self._waiting.append((key, future))
        if self._task is None or self._task.done():
            self._task = loop.create_task(self._work())
        return await future

    async def _work(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting:
            asked, self._waiting = self._waiting, []
            keys = list({key for key, _future in asked})
            try:
                found = await loop.run_in_executor(self._thread, self._ask, keys)
            except Exception as error:
                for _key, future in asked:
                    if not future.done():
                        future.set_exception(error)
                continue
            for key, future in asked:
                if not future.done():  # who asked may have gone
                    future.set_result(found.get(key))
