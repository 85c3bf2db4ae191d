"""One bell: after a commit it names what to look at again, never what changed.

A topic is a short word and ids, such as `conversation:<id>`. Ringing is a hint and may be lost;
whoever listens also looks by itself from time to time.
"""

from collections.abc import Callable, Iterable

Listener = Callable[[Iterable[str]], None]

_listeners: set[Listener] = set()
_carriers: set[Listener] = set()


def ring(*topics: str) -> None:
    """Wake this process at once, and carry the topics to the others."""
    for listener in (*_listeners, *_carriers):
        listener(topics)


def hear(topics: Iterable[str]) -> None:
    """Wake this process only: another one rang."""
    for listener in tuple(_listeners):
        listener(topics)


def listen(listener: Listener) -> Callable[[], None]:
    """Call `listener` on every ring, from whatever thread; returns how to stop."""
    _listeners.add(listener)
    return lambda: _listeners.discard(listener)


def carry(carrier: Listener) -> Callable[[], None]:
    """Call `carrier` with what this process rings, to take it elsewhere; returns how to stop."""
    _carriers.add(carrier)
    return lambda: _carriers.discard(carrier)
