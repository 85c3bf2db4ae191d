"""Programs show who they are with a token in a header. Cookies count for nothing here."""

from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from api.models import AccessToken
from chats.models import User


class Bearer(BaseAuthentication):
    """The token is looked up for each request, so that what is revoked is refused at once."""

    def authenticate(self, request: Request) -> tuple[User, AccessToken]:
        """Return who speaks, and with which token; AuthenticationFailed for everybody else."""
        scheme, __, secret = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            raise AuthenticationFailed(
                _("Send an access token in the header “Authorization: Bearer rap_…”.")
            )
        found = AccessToken.objects.usable().for_secret(secret.strip()).select_related("user")
        token = found.first()
        if token is None:
            raise AuthenticationFailed(
                _("This access token is unknown, has run out or was revoked.")
            )
        token.note_use()
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="Rapport"'
