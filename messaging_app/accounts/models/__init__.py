"""What belongs to a person's account, beside the `User` itself."""

from accounts.models.device import Device
from accounts.models.invitation import Invitation
from accounts.models.preferences import Preferences

__all__ = ["Device", "Invitation", "Preferences"]
