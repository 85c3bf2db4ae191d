"""A connected account: a WhatsApp number, a website or app, a phone number, a mailbox."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from support.kinds import Channel, Health
from support.models.columns import Keyed, one_of
from support.models.secrets import SecretsField

# So many failures in a row, and it is left alone for a while, each time for longer.
MOST_FAILURES = 5
REST = timedelta(minutes=1)
LONGEST_REST = timedelta(minutes=30)


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

    def probe(self, now: datetime, *, until: datetime) -> bool:
        """Whether to try it now; of a broken account whose rest is over one tries, till then."""
        if self.health != Health.BROKEN:
            return True
        rested = Inbox.objects.filter(pk=self.pk, health=Health.BROKEN, broken_until__lte=now)
        return bool(rested.update(broken_until=until))

    def worked(self) -> None:
        """The provider answered as it should."""
        ill = Inbox.objects.filter(pk=self.pk).exclude(health=Health.OK)
        ill.update(health=Health.OK, failures=0, broken_until=None, last_error="")

    def failed(self, error: str, *, now: datetime) -> None:
        """The provider is in trouble; after too many times in a row it is left alone."""
        with transaction.atomic():
            fresh = Inbox.objects.select_for_update(no_key=True).get(pk=self.pk)
            beyond = fresh.failures + 1 - MOST_FAILURES
            rest = min(REST * 2 ** min(max(beyond, 0), 10), LONGEST_REST)
            Inbox.objects.filter(pk=self.pk).update(
                failures=fresh.failures + 1,
                health=Health.TROUBLED if beyond < 0 else Health.BROKEN,
                broken_until=None if beyond < 0 else now + rest,
                last_error=error[:500],
            )
