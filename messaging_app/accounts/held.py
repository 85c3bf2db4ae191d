"""The invitation that a visitor holds: kept in their session, from the link to the form."""

from django.http import HttpRequest

from accounts.models import Invitation

_KEY = "invitation"


def take(request: HttpRequest, invitation: Invitation) -> None:
    request.session[_KEY] = str(invitation.pk)


def invitation(request: HttpRequest) -> Invitation | None:
    """Return it as long as it is good; one that was revoked meanwhile is gone."""
    key = request.session.get(_KEY)
    return Invitation.objects.open().filter(pk=key).first() if key else None
