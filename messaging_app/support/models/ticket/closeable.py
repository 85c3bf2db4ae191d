"""Over, and open again."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

from django.db import models
from django.utils import timezone

from chats.models import User
from support import events, permissions
from support.kinds import CloseReason, Status
from support.models.agent import AgentProfile

if TYPE_CHECKING:
    from support.models.ticket import Ticket

# A customer who writes within this time goes on with what was closed.
REOPENING = timedelta(days=7)


class Closeable(models.Model):
    class Meta:
        abstract = True

    def close(
        self,
        reason: str,
        *,
        by: User | None,
        note: str = "",
        at: datetime | None = None,
    ) -> None:
        """Close it; a customer whose wish was met is asked what they think.

        Raises PermissionDenied, NotAllowed.
        """
        ticket, at = cast("Ticket", self), at or timezone.now()
        with ticket.changing():
            ticket.refuse_unless_may(permissions.CLOSE, by)
            if note.strip():
                ticket._write_note(note, by=by, at=at)
            self._close(CloseReason(reason), by=by, at=at)

    def reopen(
        self, *, by: User | None, reason: str | None = None, at: datetime | None = None
    ) -> None:
        """Open it again: with its last agent when online and with room, else in the queue.

        Raises PermissionDenied, NotAllowed.
        """
        ticket, at = cast("Ticket", self), at or timezone.now()
        with ticket.changing():
            ticket.refuse_unless_may(permissions.REOPEN, by)
            ticket.refuse_unless_it_follows(Status.QUEUED)
            self._reopen(by=by, at=at, reason=reason)

    def is_reopened_by_writing(self, at: datetime) -> bool:
        """Whether a message of the customer at that time goes on with this closed ticket."""
        ticket = cast("Ticket", self)
        return ticket.closed_at is not None and at - ticket.closed_at < REOPENING

    def _close(self, reason: CloseReason, *, by: User | None, at: datetime, **data: Any) -> None:
        ticket = cast("Ticket", self)
        old = ticket.status
        ticket._stop_clocks(at)
        ticket._move(
            Status.CLOSED,
            closed_at=at,
            closed_by=by,
            close_reason=reason,
            snoozed_until=None,
            waiting_since=None,
            needs_supervisor_at=None,
        )
        ticket._reckon(at)
        ticket._record(
            events.TICKET_CLOSED, by=by, at=at, reason=str(reason), status_old=str(old), **data
        )
        if ticket.assignee:
            AgentProfile.objects.ask_to_route_to(ticket.assignee)
        if reason == CloseReason.RESOLVED:
            ticket._ask_for_rating(at)

    def _reopen(self, *, by: User | None, at: datetime, reason: str | None) -> None:
        ticket = cast("Ticket", self)
        agent = ticket.assignee
        profile = AgentProfile.objects.hold(agent) if agent else None
        ticket._resume_resolution()
        if agent and profile and profile.is_online(at) and profile.has_room():
            ticket._give(agent, profile, at=at)
            ticket._record(
                events.TICKET_REOPENED,
                by=by,
                at=at,
                status_old=str(Status.CLOSED),
                person=agent,
                reason=reason,
            )
        else:
            ticket.queued_at = at
            ticket._enqueue(events.TICKET_REOPENED, None, by=by, at=at, reason=reason)
