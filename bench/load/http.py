"""A small HTTP/1.1 client: one connection, one request at a time, nothing that costs time."""

import asyncio
from collections.abc import Callable
from typing import NamedTuple, Self, cast

from httptools import HttpResponseParser


class Answer(NamedTuple):
    status: int
    body: bytes


class Connection(asyncio.Protocol):
    """Kept open between requests."""

    def __init__(self) -> None:
        self._parser = HttpResponseParser(self)
        self._pieces: list[bytes] = []
        self._answered: asyncio.Future[Answer] | None = None
        self._transport: asyncio.Transport | None = None

    @classmethod
    async def open(cls, host: str, port: int) -> Self:
        _, connection = await asyncio.get_running_loop().create_connection(cls, host, port)
        return connection

    async def request(self, raw: bytes) -> Answer:
        """Send what is a whole request already; raises ConnectionError when the answer ends."""
        if self._transport is None:
            raise ConnectionError("closed by the server")
        self._answered = asyncio.get_running_loop().create_future()
        self._transport.write(raw)
        return await self._answered

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def connection_lost(self, error: Exception | None) -> None:
        self._transport = None
        if self._answered is not None and not self._answered.done():
            self._answered.set_exception(ConnectionError("closed by the server"))

    # What the parser calls.

    def on_body(self, piece: bytes) -> None:
        self._pieces.append(piece)

    def on_message_complete(self) -> None:
        body, self._pieces = b"".join(self._pieces), []
        if self._answered is not None and not self._answered.done():
            self._answered.set_result(Answer(self._parser.get_status_code(), body))


class Stream(Connection):
    """A response that does not end: every piece of its body is handed on as it arrives."""

    def __init__(self, take: Callable[[bytes], None]) -> None:
        super().__init__()
        self._take = take
        self._opened: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    async def start(self, raw: bytes) -> int:
        """Send the request; return the status as soon as it is known."""
        assert self._transport is not None
        self._transport.write(raw)
        return await self._opened

    def on_headers_complete(self) -> None:
        if not self._opened.done():
            self._opened.set_result(self._parser.get_status_code())

    def on_body(self, piece: bytes) -> None:
        self._take(piece)

    def connection_lost(self, error: Exception | None) -> None:
        super().connection_lost(error)
        if not self._opened.done():
            self._opened.set_exception(ConnectionError("closed by the server"))


async def open_stream(host: str, port: int, raw: bytes, take: Callable[[bytes], None]) -> Stream:
    """Open a response that does not end; raises ConnectionError unless it starts with 200."""
    loop = asyncio.get_running_loop()
    _, stream = await loop.create_connection(lambda: Stream(take), host, port)
    status = await stream.start(raw)
    if status != 200:
        raise ConnectionError(f"the stream was answered with {status}")
    return stream


def head(method: str, path: str, headers: dict[str, str]) -> bytes:
    """A request up to the value of its Content-Length, which comes last."""
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    return ("\r\n".join(lines) + "\r\nContent-Length: ").encode()


def with_body(start: bytes, body: bytes) -> bytes:
    return b"%b%d\r\n\r\n%b" % (start, len(body), body)
