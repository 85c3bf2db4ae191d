"""Parts for scripts, and full pages around the same parts for everybody else."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from chats import history
from chats.failures import is_part
from chats.fragments.opened import Composer, opened
from chats.fragments.sidebar import sidebar
from chats.models import ConversationParticipant
from chats.scopes import Request

Context = dict[str, Any]


def part_or_page(request: Request, part: str, page: str, context: Context) -> HttpResponse:
    """The part for a script, else the page with the list beside it."""
    if is_part(request):
        return render(request, part, context | {"me": request.user.pk})
    around = sidebar(request.user) | {"section": "chats"}
    return render(request, page, around | context)


def in_drawer(
    request: Request, place: ConversationParticipant, part: str, context: Context
) -> HttpResponse:
    """The part for a script, else the conversation with the part in its drawer."""
    if is_part(request):
        return render(request, part, context | {"me": request.user.pk})
    page = opened(place, history.latest(place), Composer(place)) | {"aside_template": part}
    return conversation_page(request, page | context)


def conversation_page(request: Request, context: Context) -> HttpResponse:
    """The open conversation with the list beside it."""
    around = sidebar(request.user, current=context["conversation"].pk) | {"section": "chats"}
    return render(request, "chats/page.html", around | context)
