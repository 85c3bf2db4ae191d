"""Server-sent events, taken apart as they arrive."""

from collections.abc import Callable

SEQ = b'"seq":'


class Events:
    """Joins what the network has cut, and hands on one event at a time."""

    def __init__(self, take: Callable[[bytes], None]) -> None:
        self._take = take
        self._rest = b""

    def feed(self, piece: bytes) -> None:
        *whole, self._rest = (self._rest + piece).split(b"\n\n")
        for frame in whole:
            self._take(frame)


def number_in(frame: bytes) -> int | None:
    """The number that the conversation gave this change."""
    at = frame.find(SEQ)
    if at < 0:
        return None
    end = at + len(SEQ)
    while frame[end : end + 1].isdigit():
        end += 1
    return int(frame[at + len(SEQ) : end])
