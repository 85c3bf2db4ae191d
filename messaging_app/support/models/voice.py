"""The bot through which the desk speaks by itself."""

from django.conf import settings

from chats.models import User, UserKind, UserRole

ADDRESS = "desk@bot.invalid"


def voice() -> User:
    """The one bot of the desk; made when it first has something to say."""
    bot, __ = User.objects.get_or_create(
        email=ADDRESS,
        defaults={
            "first_name": settings.SITE_NAME,
            "last_name": "-",
            "kind": UserKind.BOT,
            "role": UserRole.GUEST,
        },
    )
    found: User = bot
    return found
