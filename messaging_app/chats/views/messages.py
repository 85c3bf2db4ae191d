"""Messages of a conversation: pages of them, and sending a new one."""

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from chats.failures import FAILURES, is_part
from chats.forms import checked
from chats.forms.sending import SendForm
from chats.models import Attachment, ConversationParticipant
from chats.models.keys import uuid7
from chats.scopes import Request, in_conversation, message_of
from chats.views import answers
from chats.views.conversation import history_part

Place = ConversationParticipant


@require_http_methods(["GET", "HEAD", "POST"])
@in_conversation
def messages(request: Request, place: Place) -> HttpResponse:
    if request.method != "POST":
        return history_part(request, place)
    try:
        return _send(request, place)
    except FAILURES:
        if not is_part(request):
            place.save_draft(str(request.POST.get("body", "")))  # what was typed stays
        raise


def _send(request: Request, place: Place) -> HttpResponse:
    """201 with the new message, 200 with the stored one when it had been sent before."""
    form = SendForm(request.POST)
    checked(form)
    own_id = uuid7()
    posting = form.posting()
    # Without scripts the files come with the words instead of before them.
    for upload in request.FILES.getlist("files"):
        attachment = Attachment.objects.receive(uploader=request.user, upload=upload)
        posting["attachment_ids"].append(attachment.pk)
    sent = place.conversation.post(by=request.user, id=own_id, ends_draft=True, **posting)
    if seen := form.cleaned_data["seen"]:
        place.read(seen)  # what stood above it
    status = 201 if sent.pk == own_id else 200
    if answers.wants_json(request):
        return answers.told(sent, status=status)
    return answers.message(request, place, message_of(place, sent.pk), status=status)
