"""The closed lists a conversation's row chooses from."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ConversationKind(models.TextChoices):
    DIRECT = "direct", _("Direct")
    GROUP = "group", _("Group")
    CHANNEL = "channel", _("Channel")
    INTERNAL = "internal", _("Internal")
    SUPPORT = "support", _("Support")


class JoinersSee(models.TextChoices):
    """How much of the history somebody sees who joins later."""

    START = "start", _("Everything from the start")
    JOINING = "joining", _("What is said after they joined")
