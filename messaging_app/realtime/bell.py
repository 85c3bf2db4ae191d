"""One bell: after a commit it names what to look at again, never what changed.

A topic is a short word and ids, joined by colons, such as `conversation:<id>`. Ringing is a hint
and may be lost; whoever listens also looks by itself from time to time.
"""

from collections.abc import Callable, Iterable

from realtime import buses

Listener = Callable[[Iterable[str]], None]

_listeners: set[Listener] = set()


def ring(*topics: str) -> None:
    """Wake this process at once, and the others through the bus. Callable from any thread."""
    hear(topics)
    buses.current().publish(topics)


def hear(topics: Iterable[str]) -> None:
    """Wake this process only: another one rang."""
    heard = tuple(topics)
    for listener in tuple(_listeners):
        listener(heard)


def listen(listener: Listener) -> Callable[[], None]:
    """Call `listener` on every ring, from whatever thread; returns how to stop."""
    _listeners.add(listener)
    return lambda: _listeners.discard(listener)


async def open_ears() -> None:
    """Begin to hear what other processes ring; wants a running event loop, once.

    Each time when that has begun, this process alone hears the topic `hearing:first`, or
    `hearing:again` when others may have rung in vain in between.
    """
    await buses.current().start(hear, _connected)


async def close_ears() -> None:
    await buses.current().stop()


def _connected(again: bool) -> None:
    hear([f"hearing:{'again' if again else 'first'}"])
