"""The list of conversations, and how a new one starts."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from chats import failures
from chats.faces import Face
from chats.forms import checked
from chats.forms.conversation import GroupForm
from chats.forms.reading import ListForm
from chats.fragments.sidebar import sidebar
from chats.models import Conversation, User
from chats.scopes import Request, signed_in
from chats.views.answers import gone_to
from chats.views.shown import Context, in_main

PICKED_FROM = 50


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def conversations(request: Request) -> HttpResponse:
    if request.method == "POST":
        return _start(request)
    asked = checked(ListForm(request.GET))
    context = sidebar(
        request.user, chosen=asked["filter"], q=asked["q"], before=asked["before"]
    ) | {"section": "chats"}
    part = "chats/_rows.html" if failures.is_part(request) else "chats/page.html"
    return render(request, part, context)


@require_safe
@signed_in
def new(request: Request) -> HttpResponse:
    return _form(request, checked(GroupForm(request.GET)))


def _start(request: Request) -> HttpResponse:
    form = GroupForm(request.POST)
    try:
        asked = checked(form)
        if "find" in request.POST:
            return _form(request, asked)
        conversation = _conversation(request.user, asked)
    except (ValidationError, PermissionDenied) as failure:
        if failures.is_part(request):
            raise
        return _form(request, form.cleaned_data, error=failures.sentence(failure), status=422)
    return gone_to(request, reverse("chats:conversation", args=[conversation.pk]), status=201)


def _conversation(user: User, asked: Context) -> Conversation:
    """One person without a name is a direct conversation, everything else a group."""
    people = list(User.objects.people().filter(pk__in=asked["people"]))
    if len(people) == 1 and not asked["title"]:
        return Conversation.objects.start_direct(by=user, other=people[0])
    return Conversation.objects.start_group(by=user, people=people, title=asked["title"])


def _form(request: Request, asked: Context, *, error: str = "", status: int = 200) -> HttpResponse:
    """Who was found, and who is chosen already."""
    others = User.objects.people().exclude(pk=request.user.pk).in_order()
    chosen = asked.get("people", [])
    found = others.named_like(asked.get("q", "")).exclude(pk__in=chosen)
    context = {
        "title": asked.get("title", ""),
        "q": asked.get("q", ""),
        "error": error,
        "chosen": [Face(person) for person in others.filter(pk__in=chosen)],
        "people": [Face(person) for person in found[:PICKED_FROM]],
    }
    return in_main(request, "chats/_new_conversation.html", context, status=status)
