"""A bare ASGI application: GET opens a stream, POST writes to all of them, and nothing else.

What it sends on the same server is what fan-out is measured by. FRAME is the size of each event,
MOST is how many that wait are joined into one write.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

FRAME = int(os.environ.get("FRAME", "500"))
MOST = int(os.environ.get("MOST", "1"))  # events in one write
START = b"event: change\ndata: "

streams: "set[asyncio.Queue[bytes]]" = set()


async def app(scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
    if scope["method"] == "POST":
        said = await receive()
        tell_all(said["body"])
        await _answer(send, 201)
        await send({"type": "http.response.body", "body": b""})
    else:
        await _answer(send, 200)
        await _feed(receive, send)


def tell_all(words: bytes) -> None:
    """Write one event, as long as Rapport's, to every stream."""
    frame = START + words.ljust(FRAME - len(START), b".") + b"\n\n"
    for stream in streams:
        stream.put_nowait(frame)


async def _feed(receive: Receive, send: Send) -> None:
    stream: asyncio.Queue[bytes] = asyncio.Queue()
    streams.add(stream)
    feeding = asyncio.create_task(_write(stream, send))
    while (await receive())["type"] != "http.disconnect":
        pass
    feeding.cancel()
    streams.discard(stream)


async def _write(stream: "asyncio.Queue[bytes]", send: Send) -> None:
    while True:
        pieces = [await stream.get()]
        while len(pieces) < MOST and not stream.empty():
            pieces.append(stream.get_nowait())
        await send({"type": "http.response.body", "body": b"".join(pieces), "more_body": True})


async def _answer(send: Send, status: int) -> None:
    length = [(b"content-length", b"0")] if status == 201 else []
    await send({"type": "http.response.start", "status": status, "headers": length})
