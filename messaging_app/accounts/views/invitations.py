"""Inviting people: for platform admins."""

from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.forms.invitations import InvitationForm
from accounts.models import Invitation
from chats.scopes import Request, View, signed_in

_A_PAGE = 50


def for_admins(view: View) -> View:
    """Who may not is told so by a page of its own, before anything is looked up."""
    scoped = signed_in(view)

    @wraps(view)
    def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        user = request.user
        if user.is_authenticated and not user.has_moderation_permissions():
            raise PermissionDenied
        return scoped(request, *args, **kwargs)

    return guarded


@for_admins
@require_http_methods(["GET", "HEAD", "POST"])
def invitations(request: Request) -> HttpResponse:
    """Everybody who was invited, newest first, and the form that invites."""
    form = InvitationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _sent(request, form.save(by=request.user, site=_site(request)))
    every = Invitation.objects.select_related("invited_by", "accepted_by")
    context = {
        "form": form,
        "section": "settings",
        "page": Paginator(every, _A_PAGE).get_page(request.GET.get("page")),
        "fresh": _fresh(request),
    }
    return render(request, "accounts/settings/invitations.html", context)


@for_admins
@require_POST
def invitation(request: Request, pk: UUID) -> HttpResponse:
    """Send it once more with a new link, or revoke it."""
    found = get_object_or_404(Invitation.objects.pending(), pk=pk)
    if "revoke" in request.POST:
        found.revoke(by=request.user)
        messages.success(request, _("Revoked. The link is worth nothing now."))
        return redirect("accounts:invitations")
    found.send(site=_site(request))
    return _sent(request, found)


def _sent(request: Request, sent: Invitation) -> HttpResponse:
    """Show the link once: without a mail server, this is how it reaches the person."""
    request.session["fresh_invitation"] = str(sent.pk)
    return redirect("accounts:invitations")


def _fresh(request: Request) -> dict[str, Any] | None:
    pk = request.session.pop("fresh_invitation", None)
    found = Invitation.objects.open().filter(pk=pk).first() if pk else None
    if found is None:
        return None
    link = reverse("accounts:invitation", args=[found.token])
    return {"invitation": found, "link": request.build_absolute_uri(link)}


def _site(request: Request) -> str:
    return request.build_absolute_uri("/")
