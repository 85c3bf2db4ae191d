"""The page of one's access tokens."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from api.forms.tokens import TokenForm
from api.models import AccessToken
from chats.scopes import Request, signed_in

_A_PAGE = 50


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: Request) -> HttpResponse:
    """One's own, newest first, and the form that issues another.

    The answer to the form shows the secret: to show it after a redirect would mean to keep it.
    """
    form = TokenForm(request.POST if request.method == "POST" else None)
    fresh = form.issue(request.user) if form.is_valid() else None
    standing = AccessToken.objects.of(request.user).standing()
    context = {
        "section": "settings",
        "form": TokenForm() if fresh else form,
        "fresh": fresh,
        "page": Paginator(standing, _A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "api/access_tokens.html", context)


@signed_in
@require_POST
def revocation(request: Request, pk: UUID) -> HttpResponse:
    token = get_object_or_404(AccessToken.objects.of(request.user).standing(), pk=pk)
    token.revoke()
    messages.success(request, _("Revoked. %(name)s is refused from now on.") % {"name": token.name})
    return redirect("api:tokens")
