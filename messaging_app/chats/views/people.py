"""Everybody on the platform, and how a conversation with one of them starts."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from chats.failures import is_part
from chats.forms import checked
from chats.forms.reading import PeopleForm
from chats.fragments.people import in_common, page_of_people, person_card
from chats.models import Conversation
from chats.scopes import Request, person_of, signed_in
from chats.views.answers import gone_to


@require_safe
@signed_in
def people(request: Request) -> HttpResponse:
    """A page of people by name; with `part=picker`, rows that can be chosen."""
    asked = checked(PeopleForm(request.GET))
    context = page_of_people(request.user, **asked) | {"me": request.user.pk, "section": "people"}
    if not is_part(request):
        return render(request, "chats/people.html", context)
    is_picker = request.GET.get("part") == "picker"
    part = "chats/_picker_rows.html" if is_picker else "chats/_people_rows.html"
    return render(request, part, context)


@require_safe
@signed_in
def person(request: Request, uid: uuid.UUID) -> HttpResponse:
    shown = person_of(uid)
    context: dict[str, Any] = {
        "card": person_card(request.user, shown),
        "in_common": in_common(request.user, shown),
        "me": request.user.pk,
        "section": "people",
    }
    if is_part(request):
        return render(request, "chats/_person.html", context)
    return render(request, "chats/people.html", page_of_people(request.user) | context)


@require_POST
@signed_in
def direct(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Open the direct conversation with somebody, the first time by making it."""
    conversation = Conversation.objects.start_direct(by=request.user, other=person_of(uid))
    return gone_to(request, reverse("chats:conversation", args=[conversation.pk]))
