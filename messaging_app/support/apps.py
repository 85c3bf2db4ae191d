from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SupportConfig(AppConfig):
    name = "support"
    verbose_name = _("Desk")

    def ready(self) -> None:
        from chats.signals import recorded
        from support import events, listeners

        events.register()
        recorded.connect(listeners.hear)
