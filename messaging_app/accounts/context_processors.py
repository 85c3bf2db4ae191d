"""What every page knows about the person who looks at it."""

from django.http import HttpRequest

from accounts.models import Preferences


def preferences(request: HttpRequest) -> dict[str, Preferences]:
    """What they chose; before they sign in, the page goes by what the device remembers."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {"preferences": Preferences.objects.of(user)}


def section(request: HttpRequest) -> dict[str, str]:
    """Where in the navigation the pages of django-allauth stand, which do not know it."""
    match = request.resolver_match
    inside = match is not None and match.view_name.startswith(("account_", "mfa_"))
    return {"section": "settings"} if inside else {}
