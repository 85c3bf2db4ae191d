"""Who answers for it."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from chats.models import User
from support import events, permissions
from support.kinds import Status, TeamRole
from support.models.agent import AgentProfile
from support.models.team import Team, TeamMembership, ask_to_route
from support.models.ticket.moving import FOLLOWING
from support.models.ticket.refusals import Full, NotAllowed, Taken

if TYPE_CHECKING:
    from support.models.ticket import Ticket


class Assignable(models.Model):
    class Meta:
        abstract = True

    def take(self, *, by: User, at: datetime | None = None) -> None:
        """Take it from the queue; nothing happens when it is theirs already.

        Raises Taken when somebody was quicker, Full without room, PermissionDenied, NotAllowed.
        """
        ticket, at = cast("Ticket", self), at or timezone.now()
        with ticket.changing():
            if ticket.is_held and ticket.assignee_id == by.pk:
                return
            if ticket.is_held and ticket.assignee:
                raise Taken(ticket.assignee.pk, ticket.assignee.display_name)
            ticket.refuse_unless_may(permissions.TAKE, by)
            if ticket.needs_supervisor_at and not ticket.may(permissions.SEE, by):
                raise PermissionDenied(_("This ticket waits for a supervisor."))
            if ticket.status != Status.QUEUED:
                raise NotAllowed(Status(ticket.status), FOLLOWING[Status(ticket.status)])
            profile = AgentProfile.objects.hold(by)
            if not profile.has_room():
                raise Full
            self._give(by, profile, at=at)
            ticket._record(events.TICKET_TAKEN, by=by, at=at, new=by)

    def assign(self, to: User, *, by: User | None, at: datetime | None = None) -> bool:
        """Give it to somebody of its team; return whether they had room for it.

        Raises PermissionDenied, NotAllowed, and ValidationError for somebody from elsewhere.
        """
        ticket, at = cast("Ticket", self), at or timezone.now()
        with ticket.changing():
            ticket.refuse_unless_may(permissions.ASSIGN, by)
            self._refuse_stranger(to)
            profile = AgentProfile.objects.hold(to)
            had_room = ticket.assignee_id == to.pk or profile.has_room()
            self._assign(to, profile, by=by, at=at)
        return had_room

    def route(self, to: AgentProfile, *, at: datetime, **reason: Any) -> None:
        """Give it to the agent whom the router chose and holds, and say why."""
        self._assign(to.user, to, by=None, at=at, **reason)

    def transfer(
        self,
        team: Team,
        to: User | None = None,
        *,
        reason: str,
        by: User | None,
        at: datetime | None = None,
    ) -> None:
        """Give it to another team: into its queue, or to one of its agents.

        Raises PermissionDenied, NotAllowed, ValidationError.
        """
        ticket, at = cast("Ticket", self), at or timezone.now()
        with ticket.changing():
            ticket.refuse_unless_may(permissions.TRANSFER, by)
            self._refuse_beyond_reach(team, by)
            before, left = ticket.team, ticket.assignee
            data: dict[str, Any] = {"old": before, "new": team, "reason": reason}
            if to is None:
                if ticket.status == Status.QUEUED:
                    ticket._set(team=team)
                    ticket._reckon(at)
                    ticket._record(events.TICKET_TRANSFERRED, by=by, at=at, **data)
                    ask_to_route(team.pk)
                else:
                    ticket._enqueue(events.TICKET_TRANSFERRED, team, by=by, at=at, **data)
                return
            ticket._set(team=team)
            self._refuse_stranger(to)
            self._give(to, AgentProfile.objects.hold(to), at=at)
            data |= {"person": to, "assignee_old": left}
            ticket._record(events.TICKET_TRANSFERRED, by=by, at=at, **data)

    def _assign(
        self, to: User, profile: AgentProfile, *, by: User | None, at: datetime, **data: Any
    ) -> None:
        ticket = cast("Ticket", self)
        before, status = ticket.assignee, ticket.status
        self._give(to, profile, at=at)
        ticket._record(
            events.TICKET_ASSIGNED,
            by=by,
            at=at,
            person=to,
            old=before,
            new=to,
            status_old=str(status),
            **data,
        )

    def _give(self, to: User, profile: AgentProfile, *, at: datetime) -> None:
        """The agent takes part in the conversation from now on, whoever had it before leaves."""
        ticket = cast("Ticket", self)
        left = ticket.assignee
        ticket._move(
            Status.ASSIGNED,
            team=ticket.team or ticket.inbox.team,
            assignee=to,
            assigned_at=at,
            needs_supervisor_at=None,
            closed_at=None,
            closed_by=None,
            close_reason="",
        )
        profile.was_assigned(at=at)
        if left and left.pk != to.pk:
            self._let_go(left)
        ticket.conversation.add_participant(to)
        ticket._reckon(at)

    def _let_go(self, agent: User | None) -> None:
        """They take part no more, and have room for another."""
        ticket = cast("Ticket", self)
        if agent:
            ticket.conversation.remove_participant(agent)
            AgentProfile.objects.ask_to_route_to(agent)

    def _refuse_stranger(self, to: User) -> None:
        ticket = cast("Ticket", self)
        members = TeamMembership.objects.filter(team=ticket.home_team_id, user=to)
        if not to.is_active or not members.exists():
            raise ValidationError(_("Choose an active member of the team."))

    def _refuse_beyond_reach(self, team: Team, by: User | None) -> None:
        """A lead gives to teams that they belong to."""
        ticket = cast("Ticket", self)
        if by is None or by.has_moderation_permissions():
            return
        is_lead = ticket.role_of(by) == TeamRole.LEAD
        if is_lead and not TeamMembership.objects.filter(team=team, user=by).exists():
            raise PermissionDenied(_("A team lead transfers within their own teams."))
