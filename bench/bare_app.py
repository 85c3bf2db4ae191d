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

writers: set[Callable[[Any], object]] = set()  # one for each open stream


async def app(scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
    if scope["method"] == "POST":
        await tell_all(receive, send)
    else:
        await _feed(receive, send)


async def tell_all(receive: Receive, send: Send, frame: Callable[[bytes], bytes] = bytes) -> None:
    """Write one event, as long as Rapport's, to every stream, and answer."""
    words = await _body(receive)
    event = frame(START + words.ljust(FRAME - len(START), b".") + b"\n\n")
    for write in writers:
        write(event)
    headers = [(b"content-length", b"0")]
    await send({"type": "http.response.start", "status": 201, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


async def begin(send: Send) -> None:
    """Begin a stream. Granian sends its head only with the first piece, here a comment."""
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b":\n", "more_body": True})


async def hold(receive: Receive, write: Callable[[Any], object]) -> None:
    """Write every event by `write`, until the reader is gone."""
    writers.add(write)
    while (await receive())["type"] != "http.disconnect":
        pass
    writers.discard(write)


async def _body(receive: Receive) -> bytes:
    part = await receive()
    body: bytes = part["body"]
    while part.get("more_body"):
        part = await receive()
        body += part["body"]
    return body


async def _feed(receive: Receive, send: Send) -> None:
    stream: asyncio.Queue[bytes] = asyncio.Queue()
    feeding = asyncio.create_task(_write(stream, send))
    await hold(receive, stream.put_nowait)
    feeding.cancel()


async def _write(stream: "asyncio.Queue[bytes]", send: Send) -> None:
    await begin(send)
    while True:
        pieces = [await stream.get()]
        while len(pieces) < MOST and not stream.empty():
            pieces.append(stream.get_nowait())
        await send({"type": "http.response.body", "body": b"".join(pieces), "more_body": True})
