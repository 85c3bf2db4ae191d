"""The open conversation and the pages of its history."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from chats import history
from chats.failures import is_part
from chats.forms import checked
from chats.forms.reading import ComposerForm, PageForm
from chats.fragments.opened import Composer, drawn, opened
from chats.models import ConversationParticipant
from chats.scopes import Request, in_conversation, message_of
from chats.views import answers
from chats.views.shown import conversation_page

Place = ConversationParticipant


@require_safe
@in_conversation
def conversation(request: Request, place: Place) -> HttpResponse:
    page = _page(place, checked(PageForm(request.GET)))
    if page.lines and "after" in request.GET:
        page.older = page.lines[0].seq  # it stands alone, with nothing above it
    context = opened(place, page, _composer(place, checked(ComposerForm(request.GET))))
    if is_part(request):
        return render(request, "chats/_conversation.html", context)
    return conversation_page(request, context)


@require_safe
@in_conversation
def row(request: Request, place: Place) -> HttpResponse:
    return answers.row(request, place)


def history_part(request: Request, place: Place) -> HttpResponse:
    """One page of the history, with the number up to which it holds everything."""
    if not is_part(request):
        query = request.GET.urlencode()
        return redirect(f"{reverse('chats:conversation', args=[place.conversation_id])}?{query}")
    asked = checked(PageForm(request.GET))
    page = _page(place, asked)
    if asked["before"] is not None:
        page.newer = None
    listed = Place.objects.select_related("conversation", "user").with_first_unread()
    context = {
        "history": drawn(page, listed.get(pk=place.pk)),
        "conversation": place.conversation,
        "me": request.user.pk,
    }
    response = render(request, "chats/_messages.html", context)
    response.headers["X-Cursor"] = str(page.cursor)
    return response


def _page(place: Place, asked: dict[str, Any]) -> history.Page:
    if asked["around"]:
        return history.around(place, message_of(place, asked["around"]))
    if asked["after"] is not None:
        return history.after(place, asked["after"])
    return history.before(place, asked["before"])


def _composer(place: Place, asked: dict[str, Any]) -> Composer:
    """What is answered or edited, when the address says so; else what the draft answers."""
    if asked["edit"]:
        editing = message_of(place, asked["edit"])
        editing.refuse_edit(place.user)
        return Composer(place, editing=editing)
    reply_to = message_of(place, asked["reply"]) if asked["reply"] else place.draft_reply_to
    return Composer(place, reply_to=reply_to)
