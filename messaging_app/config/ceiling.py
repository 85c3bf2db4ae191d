"""A ceiling on what one request may carry, before a byte of it reaches the application.

Django writes the body of every request to a temporary file first, however long it is and
whoever sends it.
"""

import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from chats.files.refusals import NoRoom, is_full

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Any, Any, Any], Awaitable[None]]

TOO_LARGE = "This is more than one request may carry."


class TooMuch(Exception):
    """More came than was allowed, or than was announced."""


def under_ceiling(application: Application, limit: int) -> Application:
    """Answer 413 above `limit` bytes, and 507 when the disk is full while they arrive."""

    async def bounded(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await application(scope, receive, send)
        if _announced(scope) > limit:
            return await _refuse(send, 413, TOO_LARGE)
        try:
            await application(scope, _counted(receive, limit), send)
        except TooMuch:
            await _refuse(send, 413, TOO_LARGE)
        except OSError as failure:
            if not is_full(failure):
                raise
            await _refuse(send, 507, NoRoom().sentence)

    return bounded


def _counted(receive: Receive, limit: int) -> Receive:
    arrived = 0

    async def counted() -> Message:
        nonlocal arrived
        message = await receive()
        arrived += len(message.get("body", b""))
        if arrived > limit:
            raise TooMuch
        return message

    return counted


def _announced(scope: Scope) -> int:
    length = dict(scope["headers"]).get(b"content-length", b"0")
    return int(length) if length.isdigit() else 0


async def _refuse(send: Send, status: int, sentence: str) -> None:
    body = json.dumps({"error": sentence}).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        # The rest of the body is not read, so the connection cannot be used again.
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
