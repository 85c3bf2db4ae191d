"""The first page, and the door for who was invited."""

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from accounts import first_account, held
from accounts.forms.entrance import FirstAccountForm
from accounts.models import Invitation


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    """Where one belongs: the conversations, the door, or the very first account."""
    if request.user.is_authenticated:
        return redirect("chats:list")
    if not first_account.is_missing():
        return redirect("account_login")
    return _first_account(request)


def _first_account(request: HttpRequest) -> HttpResponse:
    form = FirstAccountForm(request.POST or None)
    if not form.is_valid():
        return render(request, "accounts/first_account.html", {"form": form})
    if limited := ratelimit.consume_or_429(request, action="signup"):
        return limited
    owner = form.save()
    if owner is None:
        messages.error(request, _("Somebody has just made the first account. Please sign in."))
        return redirect("account_login")
    return get_adapter(request).let_in(owner, signup=True)


@never_cache
@require_GET
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Take the link out of the address, where it could be seen, into the visitor's session."""
    found = Invitation.objects.open().for_token(token).first()
    if found is None:
        return render(request, "accounts/invitation_gone.html", status=410)
    if request.user.is_authenticated:
        return render(request, "accounts/invitation_signed_in.html", {"invitation": found})
    held.take(request, found)
    get_adapter(request).stash_verified_email(request, found.email)
    return redirect("account_signup")
