"""How one signs in, and where one is signed in."""

from typing import Any

from allauth.account.views import EmailView
from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.models import Device
from chats.scopes import Request, signed_in


@signed_in
@require_GET
def overview(request: Request) -> HttpResponse:
    """Password, e-mail, second step, passkeys and devices on one page."""
    keys = list(Authenticator.objects.filter(user=request.user).order_by("created_at"))
    context: dict[str, Any] = {
        "section": "settings",
        "app": next((key for key in keys if key.type == Authenticator.Type.TOTP), None),
        "codes": next((key for key in keys if key.type == Authenticator.Type.RECOVERY_CODES), None),
        "passkeys": [key for key in keys if key.type == Authenticator.Type.WEBAUTHN],
        "devices": Device.devices.of(request.user),
        "here": request.session.session_key,
    }
    return render(request, "accounts/settings/sign_in.html", context)


class _EmailView(EmailView):
    def _action_primary(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Not ours: an address becomes the one to sign in with when it is confirmed."""


email = _EmailView.as_view()
