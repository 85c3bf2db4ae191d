"""No request carries more than the ceiling, whatever it announces."""

import errno
import json
from typing import Any

import pytest
from asgiref.sync import async_to_sync

from config.ceiling import Message, Receive, Scope, Send, under_ceiling

LIMIT = 100


async def reading(scope: Scope, receive: Receive, send: Send) -> None:
    """An application that reads all of the body, as Django does, and answers with its length."""
    length, more = 0, True
    while more:
        message = await receive()
        length, more = length + len(message["body"]), message["more_body"]
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": str(length).encode()})


def ask(
    *chunks: bytes, announced: str | None = None, application: Any = reading
) -> tuple[int, Any]:
    """Send chunks; return the status and the body of the answer."""
    left, sent = list(chunks), []

    async def receive() -> Message:
        body = left.pop(0)
        return {"type": "http.request", "body": body, "more_body": bool(left)}

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [(b"content-length", announced.encode())] if announced else []
    scope = {"type": "http", "headers": headers}
    async_to_sync(under_ceiling(application, LIMIT))(scope, receive, send)
    return sent[0]["status"], sent[1]["body"]


def test_what_fits_goes_through() -> None:
    assert ask(b"x" * 60, b"x" * 40, announced="100") == (200, b"100")
    assert ask(b"x" * 60, b"x" * 40) == (200, b"100")


def test_what_is_announced_too_large_is_not_read() -> None:
    async def untouched(scope: Scope, receive: Receive, send: Send) -> None:
        pytest.fail("the application was asked")

    status, body = ask(b"x", announced="101", application=untouched)
    assert status == 413
    assert list(json.loads(body)) == ["error"]


@pytest.mark.parametrize("announced", [None, "5", "-7", "many"])
def test_what_lies_about_its_length_is_cut_off(announced: str | None) -> None:
    assert ask(b"x" * 60, b"x" * 60, announced=announced)[0] == 413


def test_a_disk_that_fills_meanwhile_is_507() -> None:
    async def full(scope: Scope, receive: Receive, send: Send) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    status, body = ask(b"x", application=full)
    assert status == 507
    assert "no room" in json.loads(body)["error"]


def test_another_failure_is_not_hidden() -> None:
    async def broken(scope: Scope, receive: Receive, send: Send) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with pytest.raises(OSError, match="Input/output"):
        ask(b"x", application=broken)


def test_what_is_no_request_passes_by() -> None:
    seen = []

    async def lifespan(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(scope["type"])

    async def nothing(*message: Any) -> Any:
        return None

    async_to_sync(under_ceiling(lifespan, LIMIT))({"type": "lifespan"}, nothing, nothing)
    assert seen == ["lifespan"]
