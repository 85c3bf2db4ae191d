"""Looking for people, conversations and words."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from chats.forms.fields import SearchField
from chats.fragments.people import page_of_people
from chats.fragments.sidebar import sidebar
from chats.models import ConversationParticipant, Message
from chats.rendering import one_line
from chats.scopes import Request, in_conversation, signed_in
from chats.views.answers import where
from chats.views.shown import Context, in_drawer, in_main

PART = "chats/_search.html"
MOST = 20


@require_safe
@signed_in
def search(request: Request) -> HttpResponse:
    """Everywhere: people and conversations by name."""
    q = SearchField().clean(request.GET.get("q", ""))
    context: Context = {"q": q}
    if q:
        context["people"] = page_of_people(request.user, q=q)["people"]
        context["rows"] = sidebar(request.user, q=q)["rows"]
    return in_main(request, PART, context)


@require_safe
@in_conversation
def conversation_search(request: Request, place: ConversationParticipant) -> HttpResponse:
    """The newest messages here that hold the words."""
    q = SearchField().clean(request.GET.get("q", ""))
    found = place.messages().filter(is_deleted=False, message_body__icontains=q)
    hits = found.select_related("sender").order_by("-seq")[: MOST if q else 0]
    context = {"q": q, "scope": place.conversation, "hits": [_hit(message) for message in hits]}
    return in_drawer(request, place, PART, context)


def _hit(message: Message) -> Context:
    return {"message": message, "url": where(message), "excerpt": one_line(message.message_body)}
