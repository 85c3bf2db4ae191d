"""Who one is: name, phone number, photo."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.base import ContentFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from accounts import photos
from accounts.forms.settings import PhotoForm, ProfileForm
from accounts.views import saving
from chats.models import User

_PAGE = "accounts/settings/profile.html"


@login_required
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """The list of settings, which on a phone is a page of its own."""
    return _show(request, view="list")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
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


@login_required
@require_POST
def photo(request: HttpRequest) -> HttpResponse:
    """Take another photo, or none with `remove`."""
    me = User.objects.get(pk=request.user.pk)
    if "remove" in request.POST:
        return _wear(request, me, None, _("Your photo is gone."))
    form = PhotoForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, photo_form=form)
    return _wear(request, me, form.cleaned_data["photo"], _("This is how others see you now."))


@login_required
@require_GET
@cache_control(private=True, max_age=31_536_000, immutable=True)
def portrait(request: HttpRequest, name: str) -> HttpResponse:
    """The picture itself, for people of this platform; another photo has another name."""
    owner = get_object_or_404(User, avatar=f"avatars/{name}")
    try:
        picture = owner.avatar.open().read()
    except FileNotFoundError as gone:
        raise Http404 from gone
    return HttpResponse(picture, content_type="image/webp")


def _wear(request: HttpRequest, me: User, picture: ContentFile | None, words: str) -> HttpResponse:
    photos.put_on(me, picture)
    messages.success(request, words)
    if request.htmx:
        return HttpResponseClientRefresh()
    return redirect("accounts:profile")


def _show(request: HttpRequest, **context: Any) -> HttpResponse:
    me = User.objects.get(pk=request.user.pk)
    context = {"form": ProfileForm(instance=me), "photo_form": PhotoForm(), **context}
    return saving.show(request, _PAGE, context | {"section": "settings"})
