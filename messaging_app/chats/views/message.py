"""One message: what it says and said, who has it, and what one may do with it."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from chats.failures import is_part
from chats.forms import checked
from chats.forms.sending import EditForm, ReactionForm
from chats.models import ConversationParticipant, Message
from chats.scopes import Request, in_conversation, message_of, wants_undo, with_message
from chats.views import answers
from chats.views.shown import about_message, list_page

Place = ConversationParticipant

QUICK_EMOJI = ["👍", "❤️", "😂", "😮", "😢", "🎉"]
RECIPIENTS = 100


@require_safe
@in_conversation
@with_message
def message(request: Request, place: Place, shown: Message) -> HttpResponse:
    """The fragment, or with `part=menu` what one may do with it; a page has both."""
    context = answers.message_context(place, shown)
    if is_part(request) and request.GET.get("part") != "menu":
        return render(request, "chats/_message.html", context)
    context |= {
        "quick_emoji": QUICK_EMOJI,
        "may_edit": place.conversation.is_active and shown.may_be_edited(by=place.user),
        "may_delete": shown.may_be_deleted(by=place.user),
        "may_restore": shown.may_be_restored(by=place.user),
    }
    if is_part(request):
        return render(request, "chats/_menu.html", context)
    return list_page(request, "chats/message.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@in_conversation
@with_message
def revisions(request: Request, place: Place, shown: Message) -> HttpResponse:
    """What it said before; POST says something else now."""
    if request.method == "POST":
        shown.edit(checked(EditForm(request.POST))["body"], by=place.user)
        return answers.message(request, place, message_of(place, shown.pk))
    earlier = [] if shown.is_deleted else shown.revisions.all()[:100]
    context = {"message": shown, "conversation": place.conversation, "revisions": earlier}
    return about_message(
        request,
        "chats/_revisions.html",
        context,
        title=_("Earlier versions"),
        back=answers.where(shown),
    )


@require_http_methods(["POST", "DELETE"])
@in_conversation
@with_message
def deletion(request: Request, place: Place, shown: Message) -> HttpResponse:
    """Delete for everyone or for oneself; undone by DELETE, for as long as that is offered."""
    conversation = reverse("chats:conversation", args=[place.conversation_id])
    if wants_undo(request):
        shown.show_to(place.user)
        shown.restore(by=place.user)
    elif request.POST.get("for") == "me":
        shown.hide_from(place.user)
        return answers.nothing(request, conversation)
    elif request.POST.get("for") == "everyone":
        shown.soft_delete(by=place.user)
    else:
        raise ValidationError(_("Delete it for yourself or for everyone?"))
    return answers.message(request, place, message_of(place, shown.pk))


@require_http_methods(["GET", "HEAD", "POST"])
@in_conversation
@with_message
def reactions(request: Request, place: Place, shown: Message) -> HttpResponse:
    """Who reacted; POST puts an emoji there, or takes one's own away."""
    if request.method == "POST":
        shown.toggle_reaction(checked(ReactionForm(request.POST))["emoji"], by=place.user)
        return answers.message(request, place, message_of(place, shown.pk))
    context = answers.message_context(place, shown) | {"quick_emoji": QUICK_EMOJI}
    return _about(request, shown, "chats/_reactions.html", context, _("Reactions"))


@require_safe
@in_conversation
@with_message
def message_receipts(request: Request, place: Place, shown: Message) -> HttpResponse:
    context = {
        "message": shown,
        "conversation": place.conversation,
        "receipts": shown.receipts(RECIPIENTS),
        "receipts_more": max(0, place.conversation.participant_count - 1 - RECIPIENTS),
    }
    return about_message(
        request,
        "chats/_receipts.html",
        context,
        title=_("Who has read it"),
        back=answers.where(shown),
    )


def _about(
    request: Request, shown: Message, part: str, context: dict[str, object], title: str
) -> HttpResponse:
    return about_message(request, part, context, title=title, back=answers.where(shown))
