"""Server-sent events (WHATWG HTML, section 9.2): one open response and what waits for it."""

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

from realtime import bell

HEARTBEAT = 15.0  # seconds
FULL = 1_000_000  # bytes that may wait for a slow reader before it is cut off

HEADERS = {
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-store",
    "Content-Encoding": "identity",  # a compressor would hold events back
    "X-Accel-Buffering": "no",
}


class Stream:
    """What one browser hears. Used from the event loop only."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []
        self._size = 0
        self._woken = asyncio.Event()
        self.is_closed = False

    def send(self, event: str, data: Mapping[str, Any], *, cursor: str | None = None) -> None:
        """Queue one event; a reader that is too slow is cut off and resumes by its cursor."""
        if not self.is_closed:
            self._queue(frame(event, data, cursor))
            if self._size > FULL:
                self._waiting.clear()
                self.close()

    def close(self) -> None:
        """End the response after what is queued."""
        self.is_closed = True
        self._woken.set()

    async def read(self) -> AsyncIterator[bytes]:
        """Yield what there is to write, and a heartbeat when nothing happens."""
        while True:
            try:
                async with asyncio.timeout(HEARTBEAT):
                    await self._woken.wait()
            except TimeoutError:
                yield b":\n\n"
                continue
            self._woken.clear()
            chunk, self._waiting, self._size = b"".join(self._waiting), [], 0
            if chunk:
                yield chunk
            if self.is_closed:
                return

    def _queue(self, lines: bytes) -> None:
        self._waiting.append(lines)
        self._size += len(lines)
        self._woken.set()


def frame(event: str, data: Mapping[str, Any], cursor: str | None = None) -> bytes:
    """Return one event as it stands on the wire."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    name = f"id: {cursor}\n" if cursor is not None else ""
    return f"event: {event}\n{name}data: {text}\n\n".encode()


def session_name(session_key: str) -> str:
    """A name for a session that can be told to other processes; the key cannot be found from it."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:16]


def end_session(user_id: object, session_key: str) -> None:
    """Close the streams that were opened with a session, on every process, at once."""
    bell.ring(f"ended:{user_id}:{session_name(session_key)}")


def end_person(user_id: object) -> None:
    """Close every stream of a person, on every process, at once."""
    bell.ring(f"ended:{user_id}:*")
