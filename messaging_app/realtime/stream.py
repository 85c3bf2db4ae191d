"""Server-sent events (WHATWG HTML, section 9.2): one open response and what waits for it."""

import asyncio
import hashlib
import json
from collections.abc import Awaitable, Callable, Mapping
from functools import cached_property
from typing import Any, Protocol

from realtime import bell

HEARTBEAT = 15.0  # seconds
FULL = 1_000_000  # bytes that may wait for a slow reader before it is cut off

HEADERS = {
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-store",
    "Content-Encoding": "identity",  # a compressor would hold events back
    "X-Accel-Buffering": "no",
}


class Frame(bytes):
    """One event as it stands on the wire; all streams that hear it write the same bytes."""

    @cached_property
    def chunk(self) -> bytes:
        """The frame as a chunk of an HTTP/1.1 body (RFC 9112, section 7.1)."""
        return b"%x\r\n%b\r\n" % (len(self), self)


BEAT = Frame(b":\n\n")  # a comment, so that both ends know that the other is there


class Pen(Protocol):
    """Writes the body of one response."""

    def write(self, frame: Frame) -> bool:
        """Write it, or cut the reader off who is too slow, and return False."""

    def end(self) -> None:
        """End the body after what was written."""


class Stream:
    """What one browser hears. Used from the event loop only.

    What is said before the response has begun waits for its pen.
    """

    def __init__(self) -> None:
        self._waiting: list[Frame] = []
        self._pen: Pen | None = None
        self.is_closed = False

    def send(self, event: str, data: Mapping[str, Any], *, cursor: str | None = None) -> None:
        """Say one event."""
        self.write(frame(event, data, cursor))

    def write(self, one: Frame) -> None:
        """Say what is framed already; a reader that is too slow is cut off and resumes later."""
        if self.is_closed:
            return
        if self._pen is None:
            self._waiting.append(one)
        elif not self._pen.write(one):
            self.is_closed = True

    def greet(self, event: str, data: Mapping[str, Any]) -> None:
        """Say what comes before everything that waits for the response to begin."""
        self._waiting.insert(0, frame(event, data))

    def open(self, pen: Pen) -> None:
        """Begin to write."""
        self._pen, waiting = pen, self._waiting
        self._waiting = []
        is_written = all(pen.write(one) for one in waiting)
        if self.is_closed and is_written:
            pen.end()

    def close(self) -> None:
        """End the response after what was said."""
        if not self.is_closed:
            self.is_closed = True
            if self._pen:
                self._pen.end()


class TransportPen:
    """Writes chunks straight into the connection of an HTTP/1.1 response that has begun.

    The server would make a message, a task switch and a chunk of each write, for each reader.
    """

    def __init__(self, transport: asyncio.Transport, end: Callable[[], Awaitable[None]]) -> None:
        self._transport = transport
        self._end = end
        self._ending: asyncio.Future[None] | None = None

    def write(self, frame: Frame) -> bool:
        transport = self._transport
        if transport.is_closing():
            return False
        if transport.get_write_buffer_size() > FULL:
            transport.abort()
            return False
        transport.write(frame.chunk)
        return True

    def end(self) -> None:
        self._ending = asyncio.ensure_future(self._end())


class QueuePen:
    """Hands what there is to write to a server that takes one message at a time."""

    def __init__(
        self, write: Callable[[bytes], Awaitable[None]], end: Callable[[], Awaitable[None]]
    ) -> None:
        self._write = write
        self._end = end
        self._queue: list[Frame] = []
        self._size = 0
        self._is_ending = False
        self._task: asyncio.Future[None] | None = None

    def write(self, frame: Frame) -> bool:
        self._queue.append(frame)
        self._size += len(frame)
        if self._size > FULL:
            self._queue.clear()
            self.end()
            return False
        self._work()
        return True

    def end(self) -> None:
        self._is_ending = True
        self._work()

    def _work(self) -> None:
        if self._task is None or self._task.done():
            self._task = asyncio.ensure_future(self._drain())

    async def _drain(self) -> None:
        while self._queue:
            body, self._queue = b"".join(self._queue), []
            await self._write(body)
            self._size -= len(body)
        if self._is_ending:
            await self._end()


def frame(event: str, data: Mapping[str, Any], cursor: str | None = None) -> Frame:
    """Return one event as it stands on the wire."""
    return framed(event, packed(data), cursor)


def packed(data: Mapping[str, Any]) -> bytes:
    """The one line of an event's data."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def framed(event: str, line: bytes, cursor: str | None = None) -> Frame:
    """Return an event whose data is packed already."""
    name = f"id: {cursor}\n" if cursor is not None else ""
    return Frame(f"event: {event}\n{name}data: ".encode() + line + b"\n\n")


def session_name(session_key: str) -> str:
    """A name for a session that can be told to other processes; the key cannot be found from it."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:16]


def end_session(user_id: object, session_key: str) -> None:
    """Close the streams that were opened with a session, on every process, at once."""
    bell.ring(f"ended:{user_id}:{session_name(session_key)}")


def end_person(user_id: object) -> None:
    """Close every stream of a person, on every process, at once."""
    bell.ring(f"ended:{user_id}:*")
