"""What a change is answered with: a part for a script, a way back for a page."""

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from chats.failures import is_part
from chats.fragments.called import call_by_name
from chats.fragments.quoting import hide_quotes_below
from chats.models import ConversationParticipant, Message
from chats.rows import Row
from chats.scopes import Request


def gone_to(request: Request, address: str, *, status: int = 200) -> HttpResponse:
    """Send the browser, or a script, to an address."""
    if is_part(request):
        return HttpResponse(status=status, headers={"HX-Redirect": address, "Location": address})
    return redirect(address)


def nothing(request: Request, back: str) -> HttpResponse:
    """Done, and there is nothing to show."""
    return HttpResponse(status=204) if is_part(request) else redirect(back)


def row(request: Request, place: ConversationParticipant) -> HttpResponse:
    """The conversation's row in the list; a page goes back to the conversation."""
    if not is_part(request):
        return redirect("chats:conversation", place.conversation_id)
    listed = ConversationParticipant.objects.listed().get(pk=place.pk)
    return render(request, "chats/_row.html", {"row": Row.of(listed), "me": request.user.pk})


def message(
    request: Request, place: ConversationParticipant, shown: Message, *, status: int = 200
) -> HttpResponse:
    """The message as it stands now; a page goes back to where it stands."""
    if not is_part(request):
        return redirect(where(shown))
    return render(request, "chats/_message.html", message_context(place, shown), status=status)


def wants_json(request: Request) -> bool:
    """Whether a script wants to know only that it is done; the stream brings the rest."""
    return "application/json" in request.headers.get("Accept", "")


def told(sent: Message, *, status: int) -> HttpResponse:
    """What a script is told about a message that is stored."""
    about = {"id": sent.pk, "seq": sent.seq, "sent_at": sent.sent_at.isoformat()}
    return JsonResponse(about, status=status)


def message_context(place: ConversationParticipant, shown: Message) -> dict[str, Any]:
    """What the fragment of one message wants to know."""
    read, delivered = place.positions_of_others()
    call_by_name([shown])
    hide_quotes_below(place.floor_seq, [shown])
    return {
        "message": shown,
        "mine": shown.sender_id == place.user_id,
        "joined": False,
        "conversation": place.conversation,
        "me": place.user_id,
        "read_seq": read,
        "delivered_seq": delivered,
    }


def where(shown: Message) -> str:
    """The address at which the message is seen among its neighbours."""
    conversation = reverse("chats:conversation", args=[shown.conversation_id])
    return f"{conversation}?around={shown.pk}#m-{shown.pk}"
