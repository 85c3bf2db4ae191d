"""The short way of a stream: GET /stream/?at=<conversation>:<seq>,…&list=<version>.

The cursor is what the page holds already; everything after it follows, first what was missed,
then what happens. `Last-Event-ID` says the same and wins.
"""

import json
from functools import partial

from django.core.handlers.asgi import ASGIRequest
from django.utils.translation import get_language_from_request

from chats.live import hub as hubs
from chats.live.hub import Hub, TooManyScreens
from chats.live.screen import Face, Screen, parse_cursor
from chats.short.answers import answer, common
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
    screen, version, is_secure = await _screen(call)
    if screen is None:
        return False
    hub = await hubs.current()
    try:
        await hub.join(screen, version)
    except TooManyScreens:
        await _refuse(call, is_secure)
        return True
    except BaseException:
        hub.leave(screen)
        raise
    await _hold(call, hub, screen, is_secure)
    return True


async def _screen(call: Call) -> tuple[Screen | None, str, bool]:
    """Who listens, and from where; the request itself is not kept for as long as they do."""
    request = call.request()
    caller = await call.caller(request) if request else None
    if request is None or caller is None:
        return None, "", False
    try:
        cursors = parse_cursor(request.headers.get("Last-Event-ID") or request.GET.get("at", ""))
    except ValueError:
        return None, "", False
    screen = Screen(caller.pk, _face(caller, request), caller.session_key, cursors)
    return screen, request.GET.get("list", ""), request.is_secure()


def _face(caller: Caller, request: ASGIRequest) -> Face:
    language = caller.language or get_language_from_request(request)
    return Face(language, chosen_zone(caller.time_zone, request))


async def _refuse(call: Call, is_secure: bool) -> None:
    body = json.dumps({"error": "You have too many pages open."}).encode()
    later = [(b"retry-after", b"%d" % WAIT)]
    await answer(call.send, 429, body, is_secure=is_secure, more=later)


async def _hold(call: Call, hub: Hub, screen: Screen, is_secure: bool) -> None:
    """Keep the response open until one side ends it; the hub writes."""
    headers = [*common(is_secure), *_HEADERS]
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
