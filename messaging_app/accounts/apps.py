from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from accounts import menu, own_menu
from ui import rail


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        rail.add(
            rail.Item(
                name="settings",
                label=_("Settings"),
                icon="settings",
                url="accounts:settings",
                order=90,
                at_foot=True,
            )
        )
        for item in own_menu.ITEMS:
            menu.add(item)
