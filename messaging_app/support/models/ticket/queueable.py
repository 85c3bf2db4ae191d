"""Into the queue of a team."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from django.db import models
from django.utils import timezone

from chats.models import User
from support import events
from support.kinds import Status
from support.models.team import Team, ask_to_route

if TYPE_CHECKING:
    from support.models.ticket import Ticket


class Queueable(models.Model):
    class Meta:
        abstract = True

    def queue(
        self,
        team: Team | None = None,
        *,
        by: User | None = None,
        reason: str | None = None,
        at: datetime | None = None,
    ) -> None:
        """Let it wait for an agent of a team, by default its own. Raises NotAllowed."""
        ticket, at = cast("Ticket", self), at or timezone.now()
        with ticket.changing():
            self._enqueue(events.TICKET_QUEUED, team, by=by, at=at, reason=reason)

    def hand_back(
        self, *, by: User | None = None, reason: str | None = None, at: datetime | None = None
    ) -> None:
        """Put a held ticket back into the queue of its team, before newer ones."""
        ticket, at = cast("Ticket", self), at or timezone.now()
        with ticket.changing():
            if by and by.pk != ticket.assignee_id:
                ticket.refuse_unless_may("assign", by)
            before = ticket.assignee
            self._enqueue(events.TICKET_HANDED_BACK, None, by=by, at=at, old=before, reason=reason)

    def ask_supervisor(self, *, by: User | None = None, at: datetime | None = None) -> None:
        """Let it wait for a supervisor: no agent sees it, no router gives it away."""
        ticket, at = cast("Ticket", self), at or timezone.now()
        with ticket.changing():
            ticket.refuse_unless_it_follows(Status.QUEUED)
            ticket._set(needs_supervisor_at=at)
            self._enqueue(events.TICKET_FOR_SUPERVISOR, None, by=by, at=at)

    def _enqueue(
        self, kind: str, team: Team | None, *, by: User | None, at: datetime, **data: Any
    ) -> None:
        ticket = cast("Ticket", self)
        old, left = ticket.status, ticket.assignee
        ticket._move(
            Status.QUEUED,
            team=team or ticket.team or ticket.inbox.team,
            assignee=None,
            assigned_at=None,
            queued_at=ticket.queued_at or at,
            closed_at=None,
            closed_by=None,
            close_reason="",
        )
        ticket._let_go(left)
        ticket._reckon(at)
        ticket._record(kind, by=by, at=at, status_old=str(old), team=ticket.team, **data)
        ask_to_route(ticket.home_team_id)
