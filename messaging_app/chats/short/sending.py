"""The short way of a script that sends a message: POST /chats/<id>/messages/, answered in JSON."""

import re
import uuid
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware

from chats import failures
from chats.forms.sending import said
from chats.models.message import gathering
from chats.models.message.posting import Posting, Stored
from chats.models.message.refusals import Full, Unavailable
from chats.short.answers import answer, put_off
from chats.short.ways import Call, Scope, Way

ADDRESS = re.compile(r"/chats/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/messages/")
FORM = b"application/x-www-form-urlencoded"
JSON = b"application/json"
MOST = 64 * 1024  # bytes of a form; more takes the whole way


@dataclass(slots=True)
class Key:
    """A conversation of which nothing is known yet."""

    pk: uuid.UUID


def way(scope: Scope) -> Way | None:
    """The way for this request, if it is one of a script that sends words."""
    if scope["method"] != "POST" or not (found := ADDRESS.fullmatch(scope["path"])):
        return None
    headers = dict(scope["headers"])
    length = headers.get(b"content-length", b"")
    is_short = length.isdigit() and int(length) <= MOST
    is_form = headers.get(b"content-type", b"").startswith(FORM)
    if not (is_short and is_form and JSON in headers.get(b"accept", b"")):
        return None
    return partial(_send, conversation=Key(uuid.UUID(found[1])))


async def _send(call: Call, *, conversation: Key) -> bool:
    if not await call.read():
        return False
    request = call.request()
    words = _words(request) if request else None
    if request is None or words is None:
        return False
    is_secure = request.is_secure()
    try:
        caller = await call.caller(request)
        if caller is None:
            return False
        posting = Posting(conversation, caller, ends_draft=True, **words)
        stored = await gathering.open_here().send(posting)
    except (Full, Unavailable) as failure:
        why, wait = failures.sentence(failure), failures.RETRY_AFTER
        await put_off(call.send, 503, why, is_secure=is_secure, wait=wait)
    except failures.FAILURES:
        return False  # the whole way finds the same, and has a sentence for it
    else:
        status = 201 if stored.is_new else 200
        await answer(call.send, status, told(stored), is_secure=is_secure)
    return True


def told(stored: Stored) -> bytes:
    """What a script is told about a message that is stored."""
    at = stored.sent_at.isoformat()
    return b'{"id":"%s","seq":%d,"sent_at":"%s"}' % (
        str(stored.id).encode(),
        stored.seq,
        at.encode(),
    )


def _words(request: ASGIRequest) -> dict[str, Any] | None:
    """What is to be said; None when it is forged, or is the whole way's to answer."""
    try:
        _csrf.process_request(request)
        is_forged = _csrf.process_view(request, _nothing, (), {}) is not None
        return None if is_forged else said(request.POST)
    except (ValueError, SuspiciousOperation, BadRequest):
        return None


def _nothing(request: HttpRequest) -> HttpResponse:
    raise NotImplementedError


# Another site's page must not send in somebody's name; Django decides, as on the whole way.
_csrf = CsrfViewMiddleware(_nothing)
