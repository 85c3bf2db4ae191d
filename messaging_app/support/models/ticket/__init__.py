"""What the desk knows of a conversation with a customer."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from chats.models import Conversation, User
from support.kinds import HELD, CloseReason, Priority, Status
from support.models.columns import Keyed, one_of
from support.models.ticket.assignable import Assignable
from support.models.ticket.closeable import Closeable
from support.models.ticket.conversing import Conversing
from support.models.ticket.marked import Marked
from support.models.ticket.mergeable import Mergeable
from support.models.ticket.moving import Moving
from support.models.ticket.numbered import NextNumber
from support.models.ticket.permitted import Permitted
from support.models.ticket.queryset import TicketManager
from support.models.ticket.queueable import Queueable
from support.models.ticket.snoozable import Snoozable
from support.models.ticket.timed import Timed
from support.models.ticket.triaged import Triaged

URGENCY = models.Case(
    models.When(priority=Priority.URGENT, then=3),
    models.When(priority=Priority.HIGH, then=2),
    models.When(priority=Priority.LOW, then=0),
    default=1,
)


class Ticket(
    Moving,
    Permitted,
    Conversing,
    Triaged,
    Queueable,
    Assignable,
    Closeable,
    Snoozable,
    Mergeable,
    Timed,
    Marked,
    Keyed,
):
    conversation = models.OneToOneField(
        Conversation, on_delete=models.CASCADE, related_name="ticket"
    )
    # Null when the customer was erased: what happened stays in the figures.
    customer = models.ForeignKey(
        "support.Customer",
        null=True,
        on_delete=models.SET_NULL,
        related_name="tickets",
        db_index=False,
    )
    inbox = models.ForeignKey("support.Inbox", on_delete=models.PROTECT, related_name="tickets")
    team = models.ForeignKey(
        "support.Team",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="tickets",
        db_index=False,
    )
    assignee = models.ForeignKey(
        User,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="assigned_tickets",
        db_index=False,
    )
    number = models.BigIntegerField(unique=True, editable=False, db_default=NextNumber())
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.NEW)
    priority = models.CharField(
        _("priority"), max_length=10, choices=Priority, default=Priority.NORMAL
    )
    urgency = models.GeneratedField(
        expression=URGENCY, output_field=models.SmallIntegerField(), db_persist=True
    )
    opened_at = models.DateTimeField(db_default=Now())
    first_message_at = models.DateTimeField(null=True, blank=True)
    first_response_at = models.DateTimeField(null=True, blank=True)
    waiting_since = models.DateTimeField(null=True, blank=True)
    queued_at = models.DateTimeField(null=True, blank=True)
    assigned_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    close_reason = models.CharField(max_length=30, choices=CloseReason, blank=True)
    snoozed_until = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="merged_from"
    )
    # Waits for a supervisor and no agent: nobody understood what the customer wants.
    needs_supervisor_at = models.DateTimeField(null=True, blank=True)
    # Whoever writes outside the hours is told so once, until they open.
    away_told_until = models.DateTimeField(null=True, blank=True)
    # The earliest of its running clocks.
    due_at = models.DateTimeField(null=True, blank=True)
    required_skills = ArrayField(models.CharField(max_length=50), default=list, blank=True)
    attributes = models.JSONField(default=dict, blank=True)

    indexed_for: ClassVar[dict[str, str]] = {
        "conversation": "the ticket of a conversation, at every message",
        "inbox": "the tickets of an account",
        "merged_into": "which tickets went into this one",
        "number": "a ticket by the number that people say",
        "one_open_ticket": "the open ticket of a customer: one, also when two messages come",
        "ticket_queue": "the next of a team's queue: oldest first within urgency",
        "ticket_of_agent": "an agent's tickets, and how many they have",
        "ticket_of_customer": "the history of a customer",
        "ticket_of_team": "a team's open tickets, by status",
        "ticket_closed": "a team's closed tickets, newest first",
        "ticket_due": "what is due next, in the list",
        "ticket_snoozed": "whose sleep is over, each minute",
    }

    objects: ClassVar[TicketManager] = TicketManager()

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            one_of("status", Status, "valid_ticket_status"),
            one_of("priority", Priority, "valid_ticket_priority"),
            one_of("close_reason", CloseReason, "valid_close_reason", or_blank=True),
            models.UniqueConstraint(
                fields=["customer", "inbox"],
                name="one_open_ticket",
                condition=~models.Q(status=Status.CLOSED),
            ),
            models.CheckConstraint(
                name="held_ticket_has_an_assignee",
                condition=~models.Q(status__in=HELD) | models.Q(assignee__isnull=False),
            ),
            models.CheckConstraint(
                name="waiting_ticket_has_no_assignee",
                condition=~models.Q(status__in=[Status.NEW, Status.TRIAGE, Status.QUEUED])
                | models.Q(assignee__isnull=True),
            ),
            models.CheckConstraint(
                name="queued_ticket_has_its_time",
                condition=~models.Q(status=Status.QUEUED)
                | models.Q(queued_at__isnull=False, team__isnull=False),
            ),
            models.CheckConstraint(
                name="closed_ticket_has_time_and_reason",
                condition=models.Q(closed_at__isnull=False, status=Status.CLOSED)
                & ~models.Q(close_reason="")
                | models.Q(closed_at__isnull=True, close_reason="")
                & ~models.Q(status=Status.CLOSED),
            ),
            models.CheckConstraint(
                name="closed_ticket_does_not_sleep",
                condition=~models.Q(status=Status.CLOSED) | models.Q(snoozed_until__isnull=True),
            ),
            models.CheckConstraint(
                name="ticket_not_merged_into_itself",
                condition=~models.Q(merged_into=models.F("id")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["team", "-urgency", "queued_at"],
                name="ticket_queue",
                condition=models.Q(status=Status.QUEUED),
            ),
            models.Index(
                fields=["assignee", "status"],
                name="ticket_of_agent",
                condition=models.Q(assignee__isnull=False),
            ),
            models.Index(fields=["customer", "-opened_at"], name="ticket_of_customer"),
            models.Index(
                fields=["team", "status"],
                name="ticket_of_team",
                condition=~models.Q(status=Status.CLOSED),
            ),
            models.Index(
                fields=["team", "-closed_at"],
                name="ticket_closed",
                condition=models.Q(status=Status.CLOSED),
            ),
            models.Index(
                fields=["due_at"],
                name="ticket_due",
                condition=~models.Q(status=Status.CLOSED),
            ),
            models.Index(
                fields=["snoozed_until"],
                name="ticket_snoozed",
                condition=models.Q(snoozed_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.number}"
