"""How somebody keeps order among their conversations: POST sets, DELETE unsets."""

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from chats.forms import checked
from chats.forms.conversation import MuteForm, UnreadForm
from chats.models import ConversationParticipant
from chats.scopes import Request, in_conversation, message_of, wants_undo
from chats.views import answers

Place = ConversationParticipant


@require_http_methods(["POST", "DELETE"])
@in_conversation
def pin(request: Request, place: Place) -> HttpResponse:
    if wants_undo(request):
        place.unpin()
    else:
        place.pin()
    return answers.row(request, place)


@require_http_methods(["POST", "DELETE"])
@in_conversation
def mute(request: Request, place: Place) -> HttpResponse:
    if wants_undo(request):
        place.unmute()
    else:
        place.mute(checked(MuteForm(request.POST))["until"])
    return answers.row(request, place)


@require_http_methods(["POST", "DELETE"])
@in_conversation
def archive(request: Request, place: Place) -> HttpResponse:
    if wants_undo(request):
        place.unarchive()
    else:
        place.archive()
    return answers.row(request, place)


@require_http_methods(["POST", "DELETE"])
@in_conversation
def unread(request: Request, place: Place) -> HttpResponse:
    """Unread again, from one message or from the last; undone, everything is read."""
    if wants_undo(request):
        place.mark_read()
    else:
        mid = checked(UnreadForm(request.POST))["message"]
        place.mark_unread(message_of(place, mid) if mid else None)
    return answers.row(request, place)


@require_http_methods(["POST", "DELETE"])
@in_conversation
def clearing(request: Request, place: Place) -> HttpResponse:
    if wants_undo(request):
        place.show_cleared()
    else:
        place.clear()
    return answers.row(request, place)
