"""The closed lists a person's row chooses from."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class UserRole(models.TextChoices):
    """What somebody may do on the platform."""

    GUEST = "guest", _("Guest")
    HOST = "host", _("Host")
    ADMIN = "admin", _("Admin")


class UserKind(models.TextChoices):
    """Who speaks: only a person can sign in."""

    PERSON = "person", _("Person")
    CUSTOMER = "customer", _("Customer")
    BOT = "bot", _("Bot")
