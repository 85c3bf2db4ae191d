"""The conversation itself: its name and rules, and who takes part."""

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chats.failures import is_part
from chats.forms import checked
from chats.forms.conversation import ChosenForm, SettingsForm
from chats.forms.reading import FilesForm, PeopleForm
from chats.fragments.details import details as details_of
from chats.fragments.details import members, page_of_files, picker
from chats.models import ConversationParticipant, User
from chats.scopes import Request, in_conversation, wants_undo
from chats.views.answers import gone_to
from chats.views.shown import Context, in_drawer

Place = ConversationParticipant


@require_safe
@in_conversation
def details(request: Request, place: Place) -> HttpResponse:
    return in_drawer(request, place, "chats/_details.html", _context(place))


@require_safe
@in_conversation
def files(request: Request, place: Place) -> HttpResponse:
    """What was shared here."""
    before = checked(FilesForm(request.GET))["before"]
    return in_drawer(request, place, "chats/_files.html", page_of_files(place, before))


@require_POST
@in_conversation
def settings(request: Request, place: Place) -> HttpResponse:
    asked = checked(SettingsForm(request.POST))
    place.conversation.change(by=place.user, **asked)
    return _changed(request, place)


@require_http_methods(["GET", "HEAD", "POST"])
@in_conversation
def participants(request: Request, place: Place) -> HttpResponse:
    """A page of who takes part; POST adds people."""
    if request.method == "POST":
        chosen = checked(ChosenForm(request.POST))
        people = User.objects.people().filter(pk__in=chosen["people"])
        if "find" in request.POST:
            context = _context(place) | picker(place, chosen=people, q=chosen["q"])
            return in_drawer(request, place, "chats/_details.html", context)
        place.conversation.invite(people, by=place.user)
        return _changed(request, place)
    asked = checked(PeopleForm(request.GET))
    if is_part(request):
        context = members(place, **asked) | {"me": place.user_id}
        return render(request, "chats/_participant_rows.html", context)
    return in_drawer(request, place, "chats/_details.html", _context(place, **asked))


@require_http_methods(["POST", "DELETE"])
@in_conversation
def participant(request: Request, place: Place, uid: uuid.UUID) -> HttpResponse:
    """Remove somebody, or leave."""
    person = _member(place, uid)
    place.conversation.remove_participant(person, by=place.user)
    if person.pk == place.user_id:
        return gone_to(request, reverse("chats:list"))
    return _changed(request, place)


@require_http_methods(["POST", "DELETE"])
@in_conversation
def adminship(request: Request, place: Place, uid: uuid.UUID) -> HttpResponse:
    person = _member(place, uid)
    if wants_undo(request):
        place.conversation.revoke_admin(person, by=place.user)
    else:
        place.conversation.grant_admin(person, by=place.user)
    return _changed(request, place)


def _member(place: Place, uid: uuid.UUID) -> User:
    """Somebody who takes part, whether they can still sign in or not."""
    return get_object_or_404(
        User, pk=uid, conversation_participants__conversation=place.conversation
    )


def _changed(request: Request, place: Place) -> HttpResponse:
    """The drawer as it stands now; a page goes back to it."""
    if not is_part(request):
        return redirect("chats:details", place.conversation_id)
    place.refresh_from_db()
    return in_drawer(request, place, "chats/_details.html", _context(place))


def _context(place: Place, **asked: object) -> Context:
    return details_of(place, **asked) | {"settings_form": SettingsForm.of(place.conversation)}  # type: ignore[arg-type]
