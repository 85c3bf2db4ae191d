"""Parts for scripts, and full pages around the same parts for everybody else.

A part is drawn by itself before the page is, so that no name of the one means something else
in the other.
"""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from chats import history
from chats.failures import is_part
from chats.fragments.opened import Composer, opened
from chats.fragments.sidebar import sidebar
from chats.models import ConversationParticipant
from chats.scopes import Request

Context = dict[str, Any]


def in_main(request: Request, part: str, context: Context, *, status: int = 200) -> HttpResponse:
    """The part for a script, else a page with the list and the part."""
    drawn = _drawn(request, part, context)
    if is_part(request):
        return HttpResponse(drawn, status=status)
    return list_page(request, "chats/page.html", {"main": drawn}, status=status)


def in_drawer(
    request: Request, place: ConversationParticipant, part: str, context: Context
) -> HttpResponse:
    """The part for a script, else the conversation with the part in its drawer."""
    drawn = _drawn(request, part, context)
    if is_part(request):
        return HttpResponse(drawn)
    return conversation_page(
        request, opened(place, history.latest(place), Composer(place)) | {"aside": drawn}
    )


def about_message(
    request: Request, part: str, context: Context, *, title: object, back: str
) -> HttpResponse:
    """The part for a script, else a page of its own, with a way back."""
    drawn = _drawn(request, part, context)
    if is_part(request):
        return HttpResponse(drawn)
    return list_page(request, "chats/about.html", {"about": drawn, "title": title, "back": back})


def conversation_page(request: Request, context: Context) -> HttpResponse:
    """The open conversation with the list beside it."""
    around = sidebar(request.user, current=context["conversation"].pk) | {"section": "chats"}
    return render(request, "chats/page.html", around | context)


def list_page(request: Request, page: str, context: Context, *, status: int = 200) -> HttpResponse:
    """A page with the list beside it."""
    around = sidebar(request.user) | {"section": "chats"}
    return render(request, page, around | context, status=status)


def _drawn(request: Request, part: str, context: Context) -> str:
    return render_to_string(part, context | {"me": request.user.pk}, request)
