"""Its clocks: what is promised until when, computed when something changes, and stored."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, cast

from django.db import models

from chats.models import User
from support import events, sla
from support.hours import Hours
from support.kinds import Promise, Status, TeamRole
from support.models.clock import ClockPause, SLAClock, SLAViolation
from support.models.policy import SLAPolicy
from support.models.team import TeamMembership

if TYPE_CHECKING:
    from support.models.ticket import Ticket

# A warning, a violation and two escalations: no clock has more to say at once.
MOST_SAID = 4


class Timed(models.Model):
    class Meta:
        abstract = True

    def reckon(self, *, at: datetime) -> None:
        """Compute what is due again, after what is promised has changed."""
        with cast("Ticket", self).changing():
            self._reckon(at)

    def announce(self, clock_id: uuid.UUID, *, now: datetime) -> None:
        """Say what there is to say of a clock by now, each thing once."""
        with cast("Ticket", self).changing():
            for __ in range(MOST_SAID):
                clock = self._clocks().filter(pk=clock_id, look_at__lte=now).first()
                if clock is None or not self._say_next(clock, now):
                    return
                self._reckon(now)

    def hours(self) -> Hours | None:
        """When somebody is there for it; None when always."""
        ticket = cast("Ticket", self)
        stored = (ticket.team or ticket.inbox.team).hours or ticket.inbox.hours
        return stored.reckoning() if stored else None

    def policy(self) -> SLAPolicy | None:
        ticket = cast("Ticket", self)
        found = SLAPolicy.objects.filter(
            team=ticket.home_team_id, priority=ticket.priority, is_active=True
        )
        return found.first()

    def _start_clock(self, kind: Promise, at: datetime) -> None:
        """Run a clock from then on; one that runs already started then, if that is earlier."""
        running = self._clocks().filter(kind=kind)
        running.filter(started_at__gt=at).update(started_at=at)
        if not running.exists():
            SLAClock.objects.get_or_create(ticket=cast("Ticket", self), kind=kind, started_at=at)

    def _stop_clock(self, kind: Promise, at: datetime) -> None:
        clock = self._clocks().filter(kind=kind).first()
        if clock:
            if sla.is_violated(clock.due_at, at, at):
                self._violate(clock)
            clock.stopped_at, clock.look_at = max(at, clock.started_at), None
            clock.save(update_fields=["stopped_at", "look_at"])

    def _stop_clocks(self, at: datetime) -> None:
        for kind in Promise:
            self._stop_clock(kind, at)

    def _resume_resolution(self) -> None:
        """What is opened again goes on with its time; the time while it was closed is a pause."""
        ticket = cast("Ticket", self)
        last = ticket.clocks.filter(kind=Promise.RESOLUTION).last()
        if last:
            ticket.clocks.filter(pk=last.pk).update(stopped_at=None)

    def _reckon(self, at: datetime) -> None:
        """Bring pauses and due times in line with the state of the ticket."""
        ticket = cast("Ticket", self)
        self._pause_or_resume(at)
        clocks = list(self._clocks())
        policy = self.policy() if clocks else None
        hours = self._hours_of(policy)
        pauses = [sla.Pause(p.started_at, p.ended_at) for p in ticket.pauses.all()]
        for clock in clocks:
            self._set_due(clock, policy, hours, pauses)
        due = min((clock.due_at for clock in clocks if clock.due_at), default=None)
        if due != ticket.due_at:
            ticket._set(due_at=due)

    def _set_due(
        self,
        clock: SLAClock,
        policy: SLAPolicy | None,
        hours: Hours | None,
        pauses: Sequence[sla.Pause],
    ) -> None:
        target = getattr(policy, clock.kind, None)
        counted = pauses if clock.kind == Promise.RESOLUTION else ()
        found = sla.Marks(None, None)
        if policy and target:
            due = sla.due(clock.started_at, timedelta(seconds=target), hours, counted)
            found = sla.marks(
                due,
                timedelta(seconds=policy.warn_before),
                _seconds(policy.escalate_after),
                self._said(clock),
            )
        clock.policy, clock.due_at, clock.look_at = policy, found.due_at, found.look_at
        clock.save(update_fields=["policy", "due_at", "look_at"])

    def _hours_of(self, policy: SLAPolicy | None) -> Hours | None:
        if policy is None or not policy.only_in_business_hours:
            return None
        return policy.hours.reckoning() if policy.hours else self.hours()

    def _pause_or_resume(self, at: datetime) -> None:
        ticket = cast("Ticket", self)
        stands = ticket.status in (Status.PENDING_CUSTOMER, Status.CLOSED)
        stands = stands or ticket.snoozed_until is not None
        running = ticket.pauses.filter(ended_at=None).first()
        if stands and running is None:
            ClockPause.objects.create(ticket=ticket, started_at=at)
        elif running and not stands:
            running.ended_at = max(at, running.started_at)
            running.save(update_fields=["ended_at"])

    def _said(self, clock: SLAClock) -> sla.Said:
        broken = self._violation(clock)
        return sla.Said(
            is_warned=clock.warned_at is not None,
            is_violated=broken is not None,
            escalations=broken.escalations if broken else 0,
        )

    def _say_next(self, clock: SLAClock, now: datetime) -> bool:
        """Warn, announce a violation, or escalate it; return whether something was said."""
        broken = self._violation(clock)
        if broken:
            self._escalate(broken, now)
        elif sla.is_violated(clock.due_at, None, now):
            self._violate(clock)
        elif clock.warned_at is None:
            clock.warned_at = now
            clock.save(update_fields=["warned_at"])
            cast("Ticket", self)._record(
                events.SLA_WARNED, by=None, at=now, promise=clock.kind, due_at=clock.due_at
            )
        else:
            return False
        return True

    def _violate(self, clock: SLAClock) -> None:
        """It is violated when it was due, whenever somebody notices."""
        ticket = cast("Ticket", self)
        assert clock.due_at is not None
        __, is_new = SLAViolation.objects.get_or_create(
            ticket=ticket,
            kind=clock.kind,
            waiting_since=clock.started_at,
            defaults={
                "policy": clock.policy,
                "due_at": clock.due_at,
                "violated_at": clock.due_at,
            },
        )
        if is_new:
            ticket._record(events.SLA_VIOLATED, by=None, at=clock.due_at, promise=clock.kind)

    def _escalate(self, broken: SLAViolation, now: datetime) -> None:
        """To a lead of the team, then to a supervisor; a team without leads goes to the latter."""
        lead = self._first_of(TeamRole.LEAD) if broken.escalations == 0 else None
        person = lead or self._first_of(TeamRole.SUPERVISOR)
        broken.escalations = 1 if lead else sla.ESCALATIONS
        broken.escalated_to, broken.escalated_at = person, now
        broken.save(update_fields=["escalations", "escalated_to", "escalated_at"])
        if person:
            cast("Ticket", self)._record(
                events.SLA_ESCALATED, by=None, at=now, promise=broken.kind, person=person
            )

    def _first_of(self, role: str) -> User | None:
        members = TeamMembership.objects.filter(
            team=cast("Ticket", self).home_team_id, role=role, user__is_active=True
        )
        first = members.select_related("user").order_by("joined_at").first()
        return first.user if first else None

    def _violation(self, clock: SLAClock) -> SLAViolation | None:
        rows = cast("Ticket", self).violations.filter(
            kind=clock.kind, waiting_since=clock.started_at
        )
        return rows.first()

    def _clocks(self) -> "models.QuerySet[SLAClock]":
        """Those that run."""
        return SLAClock.objects.filter(ticket=cast("Ticket", self), stopped_at=None)


def _seconds(count: int | None) -> timedelta | None:
    return None if count is None else timedelta(seconds=count)
