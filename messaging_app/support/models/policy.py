"""What a team promises: how soon somebody answers, and how soon it is solved."""

from datetime import datetime
from typing import ClassVar

from django.apps import apps
from django.db import models

from support.kinds import Priority
from support.models.columns import Keyed, one_of


class SLAPolicy(Keyed):
    """Times in seconds; one that is not given is not promised."""

    team = models.ForeignKey(
        "support.Team", on_delete=models.CASCADE, related_name="policies", db_index=False
    )
    priority = models.CharField(max_length=10, choices=Priority)
    first_response = models.PositiveIntegerField(null=True, blank=True)
    next_response = models.PositiveIntegerField(null=True, blank=True)
    resolution = models.PositiveIntegerField(null=True, blank=True)
    warn_before = models.PositiveIntegerField(default=900)
    escalate_after = models.PositiveIntegerField(null=True, blank=True)
    only_in_business_hours = models.BooleanField(default=False)
    hours = models.ForeignKey(
        "support.BusinessHours",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="policies",
    )
    is_active = models.BooleanField(default=True)

    indexed_for: ClassVar[dict[str, str]] = {
        "hours": "which policies a set of hours is for, when it changes",
        "one_active_policy": "what holds for a ticket: one policy per team and priority",
    }

    class Meta:
        verbose_name = "SLA policy"
        verbose_name_plural = "SLA policies"
        ordering = ["team", "priority"]
        constraints = [
            one_of("priority", Priority, "valid_policy_priority"),
            models.UniqueConstraint(
                fields=["team", "priority"],
                name="one_active_policy",
                condition=models.Q(is_active=True),
            ),
            *(
                models.CheckConstraint(
                    name=f"policy_{name}_positive",
                    condition=models.Q((f"{name}__isnull", True)) | models.Q((f"{name}__gt", 0)),
                )
                for name in ("first_response", "next_response", "resolution", "escalate_after")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.team}, {self.get_priority_display()}"

    def reckon_open_tickets(self, *, at: datetime) -> None:
        """Let what is promised hold for the tickets that are open, too."""
        tickets = apps.get_model("support", "Ticket").objects.open()
        rows = tickets.filter(priority=self.priority).with_team(
            apps.get_model("support", "Team").objects.filter(pk=self.team_id)
        )
        for ticket in rows.order_by("pk"):
            ticket.reckon(at=at)
