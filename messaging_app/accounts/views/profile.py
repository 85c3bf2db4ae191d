"""Who one is: name, phone number, photo."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.forms.settings import PhotoForm, ProfileForm
from accounts.views import saving
from chats.models import User
from chats.scopes import Request, signed_in

_PAGE = "accounts/settings/profile.html"


@signed_in
@require_GET
def overview(request: Request) -> HttpResponse:
    """The list of settings, which on a phone is a page of its own."""
    return _show(request, column="list")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: Request) -> HttpResponse:
    if request.method != "POST":
        return _show(request)
    me = User.objects.get(pk=request.user.pk)
    form = ProfileForm(request.POST, instance=me)
    undo = saving.before(form)
    if not form.is_valid():
        return _show(request, form=form)
    me.save(update_fields=form.changed_data)
    context = {"form": ProfileForm(instance=me)}
    return saving.saved(request, _PAGE, context, undo=undo)


@signed_in
@require_POST
def photo(request: Request) -> HttpResponse:
    """Take another photo, or none with `remove`."""
    me = User.objects.get(pk=request.user.pk)
    if "remove" in request.POST:
        me.remove_avatar()
        return _worn(request, _("Your photo is gone."))
    form = PhotoForm(request.POST, request.FILES)
    if form.is_valid() and form.put_on(me):
        return _worn(request, _("This is how others see you now."))
    return _show(request, photo_form=form)


def _worn(request: Request, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("accounts:profile")


def _show(request: Request, **context: Any) -> HttpResponse:
    me = User.objects.get(pk=request.user.pk)
    context = {"form": ProfileForm(instance=me), "photo_form": PhotoForm(), **context}
    return saving.show(request, _PAGE, context | {"section": "settings"})
