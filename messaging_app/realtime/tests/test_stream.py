"""One open response: framed, with a heartbeat, and cut off when its reader is too slow."""

import asyncio

import pytest

from realtime import stream as module
from realtime.stream import QueuePen, Stream, TransportPen, frame, session_name


def test_an_event_is_one_line_of_json_with_its_cursor() -> None:
    assert frame("change", {"body": "a\nb ü"}, "c:1") == (
        'event: change\nid: c:1\ndata: {"body":"a\\nb ü"}\n\n'.encode()
    )


class Transport:
    """A connection whose reader takes nothing until told to."""

    def __init__(self) -> None:
        self.written = b""
        self.waiting = 0
        self.is_aborted = False

    def write(self, data: bytes) -> None:
        self.written += data

    def get_write_buffer_size(self) -> int:
        return self.waiting

    def is_closing(self) -> bool:
        return self.is_aborted

    def abort(self) -> None:
        self.is_aborted = True


class Server:
    """Takes one message at a time, as an ASGI server does."""

    def __init__(self) -> None:
        self.body = b""
        self.is_ended = False
        self.is_free = asyncio.Event()
        self.is_free.set()

    async def write(self, body: bytes) -> None:
        await self.is_free.wait()
        self.body += body

    async def end(self) -> None:
        self.is_ended = True


async def settle() -> None:
    for _turn in range(5):
        await asyncio.sleep(0)


def test_what_was_said_before_the_response_began_comes_first() -> None:
    async def run() -> Server:
        stream, server = Stream(), Server()
        stream.send("one", {})
        stream.open(QueuePen(server.write, server.end))
        stream.send("two", {})
        stream.close()
        await settle()
        return server

    server = asyncio.run(run())
    assert server.body == frame("one", {}) + frame("two", {})
    assert server.is_ended


def test_a_greeting_comes_before_what_was_said_earlier() -> None:
    async def run() -> Server:
        stream, server = Stream(), Server()
        stream.send("presence", {})
        stream.greet("hello", {})
        stream.open(QueuePen(server.write, server.end))
        await settle()
        return server

    assert asyncio.run(run()).body == frame("hello", {}) + frame("presence", {})


def test_a_frame_goes_into_the_connection_as_one_chunk() -> None:
    async def run() -> tuple[Transport, Server]:
        stream, transport, server = Stream(), Transport(), Server()
        stream.open(TransportPen(transport, server.end))
        stream.send("one", {"body": "ü"})
        stream.close()
        stream.send("late", {})
        await settle()
        return transport, server

    transport, server = asyncio.run(run())
    said = frame("one", {"body": "ü"})
    assert transport.written == f"{len(said):x}\r\n".encode() + said + b"\r\n"
    assert server.is_ended


def test_a_stream_that_ended_before_it_began_says_what_it_had_to_say() -> None:
    async def run() -> Server:
        stream, server = Stream(), Server()
        stream.send("reconnect", {})
        stream.close()
        stream.open(QueuePen(server.write, server.end))
        await settle()
        return server

    server = asyncio.run(run())
    assert (server.body, server.is_ended) == (frame("reconnect", {}), True)


def test_a_slow_reader_of_a_connection_is_cut_off() -> None:
    async def run() -> tuple[Stream, Transport]:
        stream, transport, server = Stream(), Transport(), Server()
        stream.open(TransportPen(transport, server.end))
        transport.waiting = module.FULL + 1
        stream.send("change", {})
        return stream, transport

    stream, transport = asyncio.run(run())
    assert stream.is_closed and transport.is_aborted
    assert transport.written == b""


def test_a_slow_reader_behind_a_queue_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FULL", 100)

    async def run() -> tuple[Stream, Server]:
        stream, server = Stream(), Server()
        server.is_free.clear()
        stream.open(QueuePen(server.write, server.end))
        for _number in range(10):
            stream.send("change", {"html": "x" * 50})
        server.is_free.set()
        await settle()
        return stream, server

    stream, server = asyncio.run(run())
    assert stream.is_closed and server.is_ended
    assert len(server.body) <= 100


def test_a_session_is_named_without_giving_its_key_away() -> None:
    assert "secret-key" not in session_name("secret-key")
    assert session_name("secret-key") == session_name("secret-key")
