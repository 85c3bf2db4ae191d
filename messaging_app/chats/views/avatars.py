"""Pictures of people, for people of this platform."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_cookie

from chats.models import User
from chats.views.handing import SAFE

YEAR = 365 * 24 * 3600


@login_required
@require_safe
def avatar(request: HttpRequest, user_id: uuid.UUID, stamp: str) -> HttpResponse:
    """The picture of that stamp; an outdated one leads to the present one."""
    person = get_object_or_404(User.objects.only("pk", "avatar"), pk=user_id)
    if not person.avatar:
        raise Http404
    address = person.avatar_url
    return _picture(request, person) if stamp in address.split("/") else redirect(address)


@cache_control(private=True, max_age=YEAR, immutable=True)
@vary_on_cookie
def _picture(request: HttpRequest, person: User) -> HttpResponse:
    try:
        with person.avatar.open("rb") as stored:
            picture = stored.read()
    except FileNotFoundError as gone:
        raise Http404 from gone
    headers = {name: SAFE[name] for name in ("X-Content-Type-Options", "Content-Security-Policy")}
    return HttpResponse(picture, content_type="image/webp", headers=headers)
