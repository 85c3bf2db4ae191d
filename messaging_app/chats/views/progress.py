"""What a browser reports while somebody reads and writes: receipts, typing, drafts."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from chats.forms import checked
from chats.forms.receipts import receipts_in
from chats.forms.sending import DraftForm
from chats.models import ConversationParticipant
from chats.scopes import Request, in_conversation, message_of, signed_in
from chats.views import answers

Place = ConversationParticipant


@require_POST
@signed_in
def receipts(request: Request) -> HttpResponse:
    """Move the person's own positions forward; conversations that are not theirs are passed by."""
    report = receipts_in(request.body)
    mine = Place.objects.of(request.user).select_related("conversation", "user")
    for place in mine.filter(conversation__in={*report.read, *report.delivered}):
        if seq := report.delivered.get(place.conversation_id):
            place.receive(seq)
        if seq := report.read.get(place.conversation_id):
            place.read(seq)
    return HttpResponse(status=204)


@require_POST
@in_conversation
def typing(request: Request, place: Place) -> HttpResponse:
    place.conversation.show_typing(by=place.user)
    return HttpResponse(status=204)


@require_POST
@in_conversation
def draft(request: Request, place: Place) -> HttpResponse:
    asked = checked(DraftForm(request.POST))
    reply_to = message_of(place, asked["reply_to"]) if asked["reply_to"] else None
    place.save_draft(asked["body"], reply_to=reply_to)
    return answers.nothing(request, reverse("chats:conversation", args=[place.conversation_id]))
