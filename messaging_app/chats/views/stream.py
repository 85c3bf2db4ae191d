"""What is answered beside the stream itself, which takes a way of its own (`chats.short`)."""

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.views.decorators.http import require_GET, require_POST

from chats.live.screen import parse_cursor
from realtime import presence


@require_GET
def stream(request: HttpRequest) -> HttpResponse:
    """Why somebody cannot listen: who is let in does not come here."""
    if not request.user.is_authenticated:
        return HttpResponse(status=401)
    try:
        parse_cursor(request.headers.get("Last-Event-ID") or request.GET.get("at", ""))
    except ValueError as error:
        return HttpResponseBadRequest(str(error), content_type="text/plain")
    return HttpResponse(status=503, headers={"Retry-After": "1"})


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
