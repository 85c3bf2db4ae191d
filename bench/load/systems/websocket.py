"""WebSockets (RFC 6455), as spoken to the Channels chat: heard back is accepted."""

import asyncio
import os
from base64 import b64encode
from typing import Self, cast

from bench.load.systems.protocol import Account, Hear
from bench.load.words import MARK, mark_in

TEXT, PING, PONG = 0x81, 0x89, 0x8A
SHORT, MEDIUM = 125, 126
PATIENCE = 10.0


class WebSocket(asyncio.Protocol):
    def __init__(self) -> None:
        self.hear: Hear | None = None
        self._rest = b""
        self._is_open = False
        self._transport: asyncio.Transport | None = None
        self._answered: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._awaited = -1  # the mark of one's own message

    @classmethod
    async def open(cls, host: str, port: int, account: Account) -> Self:
        _, socket = await asyncio.get_running_loop().create_connection(cls, host, port)
        key = b64encode(os.urandom(16)).decode()
        await socket._ask(
            f"GET {account['path']} HTTP/1.1\r\nHost: {host}:{port}\r\n"
            f"Origin: http://{host}:{port}\r\nCookie: sessionid={account['session']}\r\n"
            "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Key: {key}\r\n\r\n".encode()
        )
        return socket

    async def say(self, text: str) -> None:
        """Return when the message has come back, as it does after it was stored."""
        words = b'{"message": "%b"}' % text.encode()
        self._awaited = mark_in(words)
        self._answered = asyncio.get_running_loop().create_future()
        await self._ask(_frame(TEXT, words))

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        self._rest += data
        if not self._is_open and b"\r\n\r\n" in self._rest:
            head, _, self._rest = self._rest.partition(b"\r\n\r\n")
            self._is_open = b" 101 " in head
            self._answer() if self._is_open else self.close()
        while self._is_open and (frame := self._next()):
            self._take(*frame)

    def connection_lost(self, error: Exception | None) -> None:
        self._transport = None
        if not self._answered.done():
            self._answered.set_exception(ConnectionError("closed by the server"))

    async def _ask(self, raw: bytes) -> None:
        if self._transport is None:
            raise ConnectionError("closed by the server")
        self._transport.write(raw)
        async with asyncio.timeout(PATIENCE):
            await self._answered

    def _answer(self) -> None:
        if not self._answered.done():
            self._answered.set_result(None)

    def _next(self) -> tuple[int, bytes] | None:
        """The next whole frame, taken off what has come; servers do not mask theirs."""
        rest = self._rest
        if len(rest) < 2:
            return None
        start, size = 2, rest[1]
        if size > SHORT:
            start = 4 if size == MEDIUM else 10
            size = int.from_bytes(rest[2:start], "big")
        if len(rest) < start + size:
            return None
        self._rest = rest[start + size :]
        return rest[0], rest[start : start + size]

    def _take(self, kind: int, words: bytes) -> None:
        if kind == PING and self._transport is not None:
            self._transport.write(_frame(PONG, words))
        elif kind == TEXT and MARK in words:
            mark = mark_in(words)
            if self.hear is not None:
                self.hear(mark, None, len(words))
            elif mark == self._awaited:
                self._answer()


class WebSockets:
    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port

    async def speaker(self, account: Account) -> WebSocket:
        return await WebSocket.open(self.host, self.port, account)

    async def listener(self, account: Account, hear: Hear) -> WebSocket:
        socket = await WebSocket.open(self.host, self.port, account)
        socket.hear = hear
        return socket


def _frame(kind: int, words: bytes) -> bytes:
    """A frame under a mask of zeros, which changes nothing and costs nothing."""
    size = len(words)
    length = bytes([0x80 | size]) if size <= SHORT else b"\xfe" + size.to_bytes(2, "big")
    return bytes([kind]) + length + bytes(4) + words
