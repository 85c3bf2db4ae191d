"""One open response: framed, with a heartbeat, and cut off when its reader is too slow."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from realtime import stream as module
from realtime.stream import Stream, frame, session_name


def test_an_event_is_one_line_of_json_with_its_cursor() -> None:
    assert frame("change", {"body": "a\nb ü"}, "c:1") == (
        'event: change\nid: c:1\ndata: {"body":"a\\nb ü"}\n\n'.encode()
    )


def test_what_is_sent_is_read_in_order() -> None:
    async def run() -> list[bytes]:
        stream = Stream()
        stream.send("one", {})
        stream.send("two", {})
        stream.close()
        return [chunk async for chunk in stream.read()]

    assert b"".join(asyncio.run(run())) == frame("one", {}) + frame("two", {})


def test_a_quiet_stream_beats(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "HEARTBEAT", 0.01)

    async def first(chunks: AsyncIterator[bytes]) -> bytes:
        return await anext(chunks)

    async def run() -> bytes:
        return await first(Stream().read())

    assert asyncio.run(run()) == b":\n\n"


def test_a_slow_reader_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FULL", 100)

    async def run() -> tuple[bool, list[bytes]]:
        stream = Stream()
        for __ in range(10):
            stream.send("change", {"html": "x" * 50})
        return stream.is_closed, [chunk async for chunk in stream.read()]

    assert asyncio.run(run()) == (True, [])


def test_a_session_is_named_without_giving_its_key_away() -> None:
    assert "secret-key" not in session_name("secret-key")
    assert session_name("secret-key") == session_name("secret-key")
