"""Handing files out: first may this person see it, then the file behind a short-lived link."""

import uuid
from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_cookie

from chats.files.passes import LIFETIME, Pass
from chats.models import Attachment, User
from chats.views import handing


@login_required
@require_http_methods(["GET", "HEAD", "DELETE"])
def attachment(request: HttpRequest, attachment_id: uuid.UUID) -> HttpResponse:
    """Lead to the signed link; DELETE throws an unsent file away."""
    found = get_object_or_404(Attachment.objects.visible_to(request.user), pk=attachment_id)
    return _take_back(found) if request.method == "DELETE" else _lead(request, found)


@login_required
@require_safe
def file(request: HttpRequest, token: str) -> HttpResponseBase:
    """The bytes. What was deleted or hidden since the link was signed is gone here, too."""
    allowed = Pass.read(token)
    if allowed is None or allowed.user_id != request.user.pk:
        raise Http404
    found = get_object_or_404(Attachment.objects.visible_to(request.user), pk=allowed.attachment_id)
    rendition = found.rendition(allowed.size)
    if rendition is None:
        raise Http404
    return handing.hand_out(request, rendition, tag=f"{found.pk.hex}-{allowed.size}")


# Half as long as the link lives: a remembered redirect never leads to an expired one.
@cache_control(private=True, max_age=LIFETIME // 2)
@vary_on_cookie
def _lead(request: HttpRequest, found: Attachment) -> HttpResponse:
    size = request.GET.get("size", "large")
    if found.rendition(size) is None:
        raise Http404
    return redirect(found.signed_url(size, user=cast("User", request.user)))


def _take_back(found: Attachment) -> HttpResponse:
    if found.take_back():
        return HttpResponse(status=204)
    return JsonResponse({"error": _("This file was sent. Delete its message.")}, status=409)
