"""The stream: server-sent events for everything the person can see."""

import uuid
from collections.abc import AsyncIterator

from asgiref.sync import sync_to_async
from django.db import connections
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from chats.live import hub as hubs
from chats.live.hub import Hub, TooManyScreens
from chats.live.screen import Face, Screen, parse_cursor
from realtime import presence
from realtime.stream import HEADERS


@require_GET
async def stream(request: HttpRequest) -> HttpResponseBase:
    """Feed one browser: GET /stream/?at=<conversation>:<seq>,…&list=<version>.

    The cursor is what the page holds already; everything after it follows, first what was
    missed, then what happens. `Last-Event-ID` says the same and wins.
    """
    hub = await hubs.current()
    user_id, session_key = await _sign_in(request)
    if user_id is None:
        return HttpResponse(status=401)
    try:
        cursors = parse_cursor(request.headers.get("Last-Event-ID") or request.GET.get("at", ""))
    except ValueError as error:
        return HttpResponseBadRequest(str(error), content_type="text/plain")
    face = Face(get_language() or "en", timezone.get_current_timezone_name())
    screen = Screen(user_id, face, session_key, cursors)
    try:
        await hub.join(screen, request.GET.get("list", ""))
    except TooManyScreens:
        return HttpResponse(status=429, headers={"Retry-After": "30"})
    except BaseException:
        hub.leave(screen)
        raise
    return StreamingHttpResponse(_feed(hub, screen), headers=HEADERS)


@require_POST
def announce_presence(request: HttpRequest) -> HttpResponse:
    """POST state=online or state=away: whether somebody is at the keyboard."""
    state = request.POST.get("state")
    if not request.user.is_authenticated:
        return HttpResponse(status=401)
    if state not in (presence.ONLINE, presence.AWAY):
        return HttpResponseBadRequest("state is online or away", content_type="text/plain")
    presence.set_away(request.user.pk, state == presence.AWAY)
    return HttpResponse(status=204)


async def _feed(hub: Hub, screen: Screen) -> AsyncIterator[bytes]:
    try:
        async for chunk in screen.stream.read():
            yield chunk
    finally:
        hub.leave(screen)


@sync_to_async
def _sign_in(request: HttpRequest) -> tuple[uuid.UUID | None, str]:
    """Who asks, and by which session; the connection goes back, the stream may last for days."""
    try:
        user = request.user
        user_id = user.pk if user.is_authenticated else None
        return user_id, request.session.session_key or ""
    finally:
        connections.close_all()
