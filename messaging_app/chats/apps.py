from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from ui import rail


class ChatsConfig(AppConfig):
    name = "chats"
    verbose_name = "Chats"

    def ready(self) -> None:
        from chats.models import ConversationParticipant, User

        def unread(user: User) -> int:
            return ConversationParticipant.objects.of(user).unread_total()

        rail.add(rail.Item("chats", _("Chats"), "message-circle", "chats:list", 10, unread))
        rail.add(rail.Item("people", _("People"), "users", "chats:people", 20))
