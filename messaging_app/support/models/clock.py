"""The clocks of a ticket: what was promised until when, and when it was not kept."""

from datetime import datetime
from typing import ClassVar

from django.db import models

from chats.models import User
from support.kinds import Promise
from support.models.columns import Keyed, one_of


class SLAClockQuerySet(models.QuerySet["SLAClock"]):
    def to_look_at(self, now: datetime) -> "SLAClockQuerySet":
        """Those of which there is something to say, with what saying it needs."""
        rows = self.filter(look_at__lte=now).order_by("look_at")
        return rows.select_related("ticket__conversation", "ticket__inbox")


class SLAClock(Keyed):
    """One promise over one waiting period; runs until it is stopped."""

    ticket = models.ForeignKey(
        "support.Ticket", on_delete=models.CASCADE, related_name="clocks", db_index=False
    )
    kind = models.CharField(max_length=20, choices=Promise)
    policy = models.ForeignKey(
        "support.SLAPolicy", null=True, on_delete=models.SET_NULL, related_name="clocks"
    )
    started_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, blank=True)
    # No due time while it is paused, or when nothing is promised.
    due_at = models.DateTimeField(null=True, blank=True)
    warned_at = models.DateTimeField(null=True, blank=True)
    # When there is something to say next: a warning, a violation, an escalation.
    look_at = models.DateTimeField(null=True, blank=True)

    indexed_for: ClassVar[dict[str, str]] = {
        "policy": "the clocks of a policy, when it changes",
        "unique_clock": "the clocks of a ticket, one per promise and waiting period",
        "one_running_clock": "no promise runs twice at once",
        "clock_to_look_at": "what is to be announced now, each minute, among many open tickets",
    }

    objects: ClassVar[SLAClockQuerySet] = SLAClockQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "SLA clock"
        ordering = ["ticket", "started_at"]
        constraints = [
            one_of("kind", Promise, "valid_clock_kind"),
            models.UniqueConstraint(fields=["ticket", "kind", "started_at"], name="unique_clock"),
            models.UniqueConstraint(
                fields=["ticket", "kind"],
                name="one_running_clock",
                condition=models.Q(stopped_at__isnull=True),
            ),
            models.CheckConstraint(
                name="stopped_clock_is_not_looked_at",
                condition=models.Q(stopped_at__isnull=True) | models.Q(look_at__isnull=True),
            ),
        ]
        indexes = [
            models.Index(
                fields=["look_at"],
                name="clock_to_look_at",
                condition=models.Q(look_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.due_at or '–'}"


class ClockPause(Keyed):
    """While it waits for the customer, sleeps or is closed, the time to its solution stands."""

    ticket = models.ForeignKey(
        "support.Ticket", on_delete=models.CASCADE, related_name="pauses", db_index=False
    )
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    indexed_for: ClassVar[dict[str, str]] = {
        "pause_in_order": "the pauses of a ticket, in order",
        "one_open_pause": "a ticket is paused once at a time",
    }

    class Meta:
        ordering = ["ticket", "started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["ticket"],
                name="one_open_pause",
                condition=models.Q(ended_at__isnull=True),
            ),
            models.CheckConstraint(
                name="pause_ends_after_it_starts",
                condition=models.Q(ended_at__isnull=True)
                | models.Q(ended_at__gte=models.F("started_at")),
            ),
        ]
        indexes = [models.Index(fields=["ticket", "started_at"], name="pause_in_order")]

    def __str__(self) -> str:
        return f"{self.started_at} – {self.ended_at or ''}"


class SLAViolation(Keyed):
    """A promise that was not kept, once per waiting period."""

    ticket = models.ForeignKey(
        "support.Ticket", on_delete=models.CASCADE, related_name="violations", db_index=False
    )
    policy = models.ForeignKey(
        "support.SLAPolicy",
        null=True,
        on_delete=models.SET_NULL,
        related_name="violations",
        db_index=False,
    )
    kind = models.CharField(max_length=20, choices=Promise)
    waiting_since = models.DateTimeField()
    due_at = models.DateTimeField()
    violated_at = models.DateTimeField()
    escalations = models.PositiveSmallIntegerField(default=0)
    escalated_to = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    escalated_at = models.DateTimeField(null=True, blank=True)

    indexed_for: ClassVar[dict[str, str]] = {
        "unique_violation": "a broken promise is told once, also by two workers at a time",
        "violation_by_time": "the violations of a range of dates, for the reports",
    }

    class Meta:
        verbose_name = "SLA violation"
        ordering = ["-violated_at"]
        constraints = [
            one_of("kind", Promise, "valid_violation_kind"),
            models.UniqueConstraint(
                fields=["ticket", "kind", "waiting_since"], name="unique_violation"
            ),
            models.CheckConstraint(
                name="violated_when_due",
                condition=models.Q(violated_at__gte=models.F("due_at")),
            ),
        ]
        indexes = [models.Index(fields=["violated_at"], name="violation_by_time")]

    def __str__(self) -> str:
        return f"{self.ticket}: {self.get_kind_display()}"
