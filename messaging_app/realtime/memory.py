"""The bus of a single process: there is nobody to carry anything to."""

from collections.abc import Callable, Iterable


class MemoryBus:
    def publish(self, topics: Iterable[str]) -> None:
        """The bell has woken this process already."""

    async def start(
        self, hear: Callable[[Iterable[str]], None], connected: Callable[[bool], None]
    ) -> None:
        """Nobody else rings."""

    async def stop(self) -> None:
        """Nothing was opened."""
