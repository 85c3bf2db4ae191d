"""The short way of a stream: GET /stream/?at=<conversation>:<seq>,…&list=<version>.

The cursor is what the page holds already; everything after it follows, first what was missed,
then what happens. `Last-Event-ID` says the same and wins.
"""

from functools import partial

from django.core.handlers.asgi import ASGIRequest
from django.db import DatabaseError
from django.utils.translation import get_language_from_request

from chats.failures import RETRY_AFTER, sentence
from chats.live import hub as hubs
from chats.live.hub import Hub, TooManyScreens
from chats.live.screen import Face, Screen, parse_cursor
from chats.models.message.refusals import Unavailable
from chats.short.answers import Headers, common, put_off
from chats.short.ways import Call, Caller, Scope, Way
from realtime.stream import HEADERS, Pen, QueuePen, TransportPen
from ui.times import chosen_zone

ADDRESS = "/stream/"
TRANSPORT = "rapport.transport"  # the extension by which our server lends its connection
WAIT = 30  # seconds before somebody with too many streams tries again

_HEADERS = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]


def way(scope: Scope) -> Way | None:
    """The way for this request, if it asks for the stream."""
    return _listen if scope["path"] == ADDRESS and scope["method"] == "GET" else None


async def _listen(call: Call) -> bool:
    request = call.request()
    if request is None:
        return False
    refuse = partial(put_off, call.send, is_secure=request.is_secure())
    try:
        screen = await _screen(call, request)
        if screen is None:
            return False
        hub = await _join(screen, request.GET.get("list", ""))
    except TooManyScreens:
        await refuse(429, "You have too many pages open.", wait=WAIT)
    except (Unavailable, DatabaseError) as failure:
        await refuse(503, sentence(failure), wait=RETRY_AFTER)
    else:
        headers = [*common(request.is_secure()), *_HEADERS]
        del request, refuse  # not kept for as long as somebody listens
        await _hold(call, hub, screen, headers)
    return True


async def _screen(call: Call, request: ASGIRequest) -> Screen | None:
    """Who listens, and from where; None when the whole way has to say why they cannot."""
    caller = await call.caller(request)
    if caller is None:
        return None
    try:
        cursors = parse_cursor(request.headers.get("Last-Event-ID") or request.GET.get("at", ""))
    except ValueError:
        return None
    return Screen(caller.pk, _face(caller, request), caller.session_key, cursors)


async def _join(screen: Screen, version: str) -> Hub:
    hub = await hubs.current()
    try:
        await hub.join(screen, version)
    except TooManyScreens:
        raise
    except BaseException:
        hub.leave(screen)
        raise
    return hub


def _face(caller: Caller, request: ASGIRequest) -> Face:
    language = caller.language or get_language_from_request(request)
    return Face(language, chosen_zone(caller.time_zone, request))


async def _hold(call: Call, hub: Hub, screen: Screen, headers: Headers) -> None:
    """Keep the response open until one side ends it; the hub writes."""
    try:
        await call.send({"type": "http.response.start", "status": 200, "headers": headers})
        screen.stream.open(_pen(call))
        while (await call.receive())["type"] != "http.disconnect":
            pass
    finally:
        hub.leave(screen)


def _pen(call: Call) -> Pen:
    end = partial(_write, call, b"", more=False)
    lent = call.scope.get("extensions", {}).get(TRANSPORT)
    if lent and call.scope["http_version"] == "1.1":
        return TransportPen(lent["transport"], end)
    return QueuePen(partial(_write, call), end)


async def _write(call: Call, body: bytes, *, more: bool = True) -> None:
    await call.send({"type": "http.response.body", "body": body, "more_body": more})
