"""The closed list of what a message can be."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MessageKind(models.TextChoices):
    TEXT = "text", _("Text")
    FILE = "file", _("File")  # files without words; the body holds their names, for search
    SYSTEM = "system", _("System")
    CALL = "call", _("Call")
    POLL = "poll", _("Poll")
