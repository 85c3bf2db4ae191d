"""A connected account: a WhatsApp number, a website or app, a phone number, a mailbox."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from support.kinds import Channel, Health
from support.models.columns import Keyed, one_of
from support.models.secrets import SecretsField


class Inbox(Keyed):
    channel = models.CharField(max_length=20, choices=Channel)
    name = models.CharField(_("name"), max_length=100)
    team = models.ForeignKey("support.Team", on_delete=models.PROTECT, related_name="inboxes")
    hours = models.ForeignKey(
        "support.BusinessHours",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="inboxes",
    )
    asks_team = models.BooleanField(_("a menu of teams first"), default=False)
    # What it says by itself, per language, where it differs from what Rapport says.
    texts = models.JSONField(default=dict, blank=True)
    settings = models.JSONField(default=dict, blank=True)
    secrets = SecretsField(default=dict, blank=True)
    is_active = models.BooleanField(default=True)
    health = models.CharField(max_length=10, choices=Health, default=Health.OK, editable=False)
    failures = models.PositiveIntegerField(default=0, editable=False)
    broken_until = models.DateTimeField(null=True, blank=True, editable=False)
    last_error = models.CharField(max_length=500, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    indexed_for: ClassVar[dict[str, str]] = {
        "team": "the inboxes of a team",
        "hours": "which inboxes a set of hours is for, when it changes",
        "unique_inbox_name": "an inbox is chosen by its name, and no two look the same",
    }

    class Meta:
        ordering = ["channel", "name"]
        verbose_name_plural = "inboxes"
        constraints = [
            one_of("channel", Channel, "valid_inbox_channel"),
            one_of("health", Health, "valid_inbox_health"),
            models.UniqueConstraint(fields=["channel", "name"], name="unique_inbox_name"),
            models.CheckConstraint(
                name="broken_inbox_has_an_end",
                condition=~models.Q(health=Health.BROKEN) | models.Q(broken_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_channel_display()})"
