"""Looking for people, conversations and words."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from chats.forms import checked
from chats.forms.reading import SearchForm
from chats.fragments.found import found_everywhere, found_here
from chats.models import ConversationParticipant
from chats.scopes import Request, in_conversation, signed_in
from chats.views.shown import in_drawer, in_main

PART = "chats/_search.html"


@require_safe
@signed_in
def search(request: Request) -> HttpResponse:
    """Everywhere: people, conversations and messages."""
    asked = checked(SearchForm(request.GET))
    found = found_everywhere(
        request.user, asked["q"], archived=asked["archived"], before=asked["before"]
    )
    return in_main(request, PART, found)


@require_safe
@in_conversation
def conversation_search(request: Request, place: ConversationParticipant) -> HttpResponse:
    """In one conversation."""
    asked = checked(SearchForm(request.GET))
    return in_drawer(request, place, PART, found_here(place, asked["q"], before=asked["before"]))
