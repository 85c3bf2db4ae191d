"""Tickets in sets."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models

from chats.models import Conversation, User
from chats.models.conversation.kinds import ConversationKind
from support import events
from support.kinds import HELD, Status
from support.models.team import Team

if TYPE_CHECKING:
    from support.models.customer import Customer
    from support.models.inbox import Inbox
    from support.models.ticket import Ticket


class TicketQuerySet(models.QuerySet["Ticket"]):
    def open(self) -> "TicketQuerySet":
        return self.exclude(status=Status.CLOSED)

    def queued(self) -> "TicketQuerySet":
        """Those that wait for an agent, the next one first."""
        waiting = self.filter(status=Status.QUEUED, needs_supervisor_at=None, snoozed_until=None)
        return waiting.order_by("-urgency", "queued_at", "pk")

    def loading(self) -> "TicketQuerySet":
        """Those that take room with their agent: open, theirs, and awake."""
        return self.filter(status__in=HELD, snoozed_until=None)

    def loads(self, user_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, int]:
        """How many tickets each of these has; who has none is not in it."""
        rows = self.loading().filter(assignee__in=list(user_ids)).order_by()
        return dict(rows.values_list("assignee").annotate(count=models.Count("pk")))

    def asleep_until(self, now: datetime) -> "TicketQuerySet":
        """Those whose sleep is over."""
        return self.filter(snoozed_until__lte=now)

    def with_team(self, teams: "models.QuerySet[Team]") -> "TicketQuerySet":
        """Those with these teams; one with none is with the team of its inbox."""
        ids = teams.values("pk")
        return self.filter(models.Q(team__in=ids) | models.Q(team=None, inbox__team__in=ids))

    def visible_to(self, user: User) -> "TicketQuerySet":
        """Those the person may see; everything else is 404 to them."""
        if not user.is_active:
            return self.none()
        if user.has_moderation_permissions():
            return self.all()
        led = self.with_team(Team.objects.led_by(user)).values("pk")
        waiting = models.Q(
            status=Status.QUEUED,
            needs_supervisor_at=None,
            team__in=Team.objects.of(user).values("pk"),
        )
        return self.filter(models.Q(pk__in=led) | models.Q(assignee=user) | waiting)


class TicketManager(models.Manager.from_queryset(TicketQuerySet)):  # type: ignore[misc]
    def begin(self, *, customer: "Customer", inbox: "Inbox", at: datetime) -> "Ticket":
        """A new ticket with a conversation of its own; the caller holds the customer."""
        conversation = Conversation.objects.create(kind=ConversationKind.SUPPORT)
        conversation.add_participant(customer.user)
        fields: dict[str, Any] = {"customer": customer, "inbox": inbox, "opened_at": at}
        ticket: Ticket = self.create(conversation=conversation, **fields)
        ticket.refresh_from_db(fields=["number"])
        ticket._record(events.TICKET_OPENED, by=None, at=at, inbox=inbox)
        return ticket
