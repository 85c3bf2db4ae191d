"""Signing out somewhere else."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.models import Device
from chats.scopes import Request, signed_in


@signed_in
@require_POST
def device(request: Request, pk: int) -> HttpResponse:
    """Sign out there. The device in hand signs out through the door like everybody."""
    mine = Device.devices.of(request.user)
    other = get_object_or_404(mine.exclude(session_key=request.session.session_key), pk=pk)
    name = other.name
    mine.filter(pk=pk).sign_out()
    return _answer(request, _("Signed out on %(device)s.") % {"device": name})


@signed_in
@require_POST
def others(request: Request) -> HttpResponse:
    """Sign out everywhere but here."""
    mine = Device.devices.of(request.user)
    ended = mine.exclude(session_key=request.session.session_key).sign_out()
    words = ngettext(
        "Signed out on %(count)d other device.", "Signed out on %(count)d other devices.", ended
    )
    return _answer(request, words % {"count": ended})


def _answer(request: Request, words: str) -> HttpResponse:
    if not request.htmx:
        messages.success(request, words)
        return redirect("mfa_index")
    context = {
        "part": "accounts/settings/_devices.html",
        "words": words,
        "devices": Device.devices.of(request.user),
        "here": request.session.session_key,
    }
    return render(request, "accounts/_saved.html", context)
