from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from accounts import menu


class ApiConfig(AppConfig):
    name = "api"
    verbose_name = "API"

    def ready(self) -> None:
        menu.add(
            menu.Item(
                url="api:tokens",
                label=_("Access tokens"),
                icon="lock",
                order=45,
                pages=("api:tokens",),
            )
        )
