"""Access is the lookup: views start at who asks, and what is not theirs is not there."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, resolve_url
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django_htmx.middleware import HtmxDetails

from chats import failures
from chats.models import ConversationParticipant, Message, User

View = Callable[..., HttpResponse]


class Request(HttpRequest):
    """One of somebody who has signed in, as views get it."""

    user: User
    htmx: HtmxDetails


def signed_in(view: View) -> View:
    """Only for people who have signed in; refusals are answered, and nothing is stored."""

    @wraps(view)
    def scoped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return _private(_to_sign_in(request))
        try:
            response = view(request, *args, **kwargs)
        except failures.FAILURES as failure:
            response = failures.answer(request, failure, back=_way_back(kwargs))
        return _private(response)

    return scoped


def in_conversation(view: View) -> View:
    """The view gets `place`, where the person takes part in the conversation `id`; else 404."""

    @wraps(view)
    def scoped(request: HttpRequest, id: uuid.UUID, **kwargs: Any) -> HttpResponse:
        return view(request, place_of(request.user, id), **kwargs)

    return signed_in(scoped)


def with_message(view: View) -> View:
    """Inside `in_conversation`: the view gets `message`, one that the person sees here."""

    @wraps(view)
    def scoped(
        request: HttpRequest, place: ConversationParticipant, mid: uuid.UUID, **kwargs: Any
    ) -> HttpResponse:
        return view(request, place, message_of(place, mid), **kwargs)

    return scoped


def place_of(user: Any, conversation_id: uuid.UUID) -> ConversationParticipant:
    """The person's place in the conversation; Http404 when they have none."""
    places = ConversationParticipant.objects.select_related("conversation", "user")
    return get_object_or_404(places, user=user, conversation=conversation_id)


def message_of(place: ConversationParticipant, mid: uuid.UUID) -> Message:
    """A message that the person sees, or has hidden from themselves; else Http404."""
    messages = place.conversation.messages.complete()
    message: Message = get_object_or_404(messages, pk=mid, seq__gt=place.floor_seq)
    message.conversation = place.conversation
    return message


def person_of(uid: uuid.UUID) -> User:
    """Somebody one can talk to; Http404 for customers, bots, and who is switched off."""
    person: User = get_object_or_404(User.objects.people(), pk=uid)
    return person


def wants_undo(request: HttpRequest) -> bool:
    """DELETE undoes what POST did; a form without scripts says `undo=1` instead."""
    return request.method == "DELETE" or request.POST.get("undo") == "1"


def _way_back(kwargs: dict[str, Any]) -> str:
    if "id" in kwargs:
        return reverse("chats:conversation", args=[kwargs["id"]])
    return reverse("chats:people" if "uid" in kwargs else "chats:list")


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    address = resolve_url(settings.LOGIN_URL)
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponse(status=401, headers={"HX-Redirect": address})
    if failures.is_part(request):
        return HttpResponse(status=401)
    if request.method in ("GET", "HEAD"):
        address += "?" + urlencode({"next": request.get_full_path()})
    return redirect(address)


def _private(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, private=True, no_store=True)
    patch_vary_headers(response, ["HX-Request"])
    return response
