"""What a system must be able to do under load."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

Account = Mapping[str, Any]  # what one person needs to speak or listen in one place

# Called for every message that arrives: its mark, its number where there are numbers, its size.
Hear = Callable[[int, int | None, int], None]


class Refused(Exception):
    """The system did not accept a message; the words say how it answered."""


# What may happen to a message that is sent, instead of its being accepted.
FAILURES = (Refused, ConnectionError, TimeoutError)


class Busy(Refused):
    """It asks to come again in a moment."""


class Speaker(Protocol):
    async def say(self, text: str) -> None:
        """Return when the message is accepted; raises Refused."""

    def close(self) -> None: ...


class SetSpeaker(Speaker, Protocol):
    async def say_each(self, texts: list[str]) -> list[bool]:
        """Return for each whether it was accepted; raises Refused when all were."""


class Listener(Protocol):
    def close(self) -> None: ...


class System(Protocol):
    def __init__(self, host: str, port: int) -> None: ...

    async def speaker(self, account: Account) -> Speaker:
        """Connect somebody who will speak."""

    async def listener(self, account: Account, hear: Hear) -> Listener:
        """Connect somebody who listens; return when nothing can be missed any more."""
