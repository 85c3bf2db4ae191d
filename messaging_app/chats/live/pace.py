"""What is only current state is shown a crowd every second or so, however much is said to it.

The rows of the list and the ticks of a thousand people cost more than a message to all of them.
"""

import asyncio
import uuid
from collections.abc import Callable, Iterable

FEW = 50  # listeners up to whom everything is shown at once
PAUSE = 1.0  # seconds between two looks at the rows of a crowd
MANY = 300  # listeners from whom on it is longer


class Pace:
    """Lives on one event loop. `again` is called with a conversation when its turn has come."""

    def __init__(
        self, size: Callable[[uuid.UUID], int], again: Callable[[uuid.UUID], None]
    ) -> None:
        self._size = size
        self._again = again
        self._next: dict[uuid.UUID, float] = {}
        self._planned: set[uuid.UUID] = set()

    def take(self, conversations: Iterable[uuid.UUID]) -> set[uuid.UUID]:
        """Return those whose turn it is; the others come `again` by themselves, none is lost."""
        return {pk for pk in conversations if self._size(pk) <= FEW or self._is_its_turn(pk)}

    def _is_its_turn(self, conversation_id: uuid.UUID) -> bool:
        loop = asyncio.get_running_loop()
        wait = self._next.get(conversation_id, 0.0) - loop.time()
        if wait <= 0:
            self._next[conversation_id] = loop.time() + self._pause(conversation_id)
            return True
        if conversation_id not in self._planned:
            self._planned.add(conversation_id)
            loop.call_later(wait, self._come, conversation_id)
        return False

    def _pause(self, conversation_id: uuid.UUID) -> float:
        return PAUSE * max(1.0, self._size(conversation_id) / MANY)

    def _come(self, conversation_id: uuid.UUID) -> None:
        self._planned.discard(conversation_id)
        self._next.pop(conversation_id, None)
        self._again(conversation_id)
