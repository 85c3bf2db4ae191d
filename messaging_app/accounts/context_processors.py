"""What every page knows about the person who looks at it."""

from django.http import HttpRequest

from accounts.models import Preferences


def preferences(request: HttpRequest) -> dict[str, Preferences]:
    """What they chose; before they sign in, the page goes by what the device remembers."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {"preferences": Preferences.objects.of(user)}
