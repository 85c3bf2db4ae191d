"""What this room puts into the menu of the settings."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from accounts import menu

if TYPE_CHECKING:
    from chats.models import User


def moderates(user: "User") -> bool:
    return user.has_moderation_permissions()


def administers(user: "User") -> bool:
    return user.has_moderation_permissions() and user.is_staff


ITEMS = (
    menu.Item(
        url="accounts:profile",
        label=_("Profile"),
        icon="circle-user-round",
        order=10,
        pages=("accounts:profile", "accounts:settings", "accounts:photo"),
    ),
    menu.Item(
        url="accounts:notifications",
        label=_("Notifications"),
        icon="bell",
        order=20,
        pages=("accounts:notifications",),
    ),
    menu.Item(
        url="accounts:appearance",
        label=_("Appearance"),
        icon="sun-moon",
        order=30,
        pages=("accounts:appearance",),
    ),
    menu.Item(
        url="mfa_index",
        label=_("Sign-in and devices"),
        icon="key-round",
        order=40,
        pages=("account_", "mfa_"),
    ),
    menu.Item(
        url="accounts:language",
        label=_("Language"),
        icon="languages",
        order=50,
        pages=("accounts:language",),
    ),
    menu.Item(
        url="accounts:invitations",
        label=_("Invitations"),
        icon="mail",
        order=10,
        pages=("accounts:invitations",),
        offered=moderates,
        for_installation=True,
    ),
    menu.Item(
        url="admin:index",
        label=_("Administration"),
        icon="shield",
        order=90,
        pages=("admin:",),
        offered=administers,
        for_installation=True,
    ),
)
