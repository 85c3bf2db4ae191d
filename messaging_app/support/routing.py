"""Whom the next ticket of a queue goes to.

Tickets of a team are handed out oldest first within urgency. Any number of routers may run: one
holds the conversation of the ticket that it looks at, and others pass it by; then it holds the
profiles of the agents, in one order, so that nobody gets more than they take.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from support.kinds import Presence, RoutingMode, Status
from support.models import AgentProfile, AgentSkill, Team, Ticket
from support.models.team import ask_to_route

# Whoever is away that long gives back what is not answered.
GRACE = timedelta(minutes=10)


@dataclass(frozen=True)
class Candidate:
    """An agent who is there and has room."""

    profile: AgentProfile
    load: int = 0
    skills: dict[str, int] = field(default_factory=dict)

    @property
    def share(self) -> float:
        return self.load / self.profile.max_open

    @property
    def waited_since(self) -> tuple[float, str]:
        """When they were given something last; who never was comes first."""
        last = self.profile.last_assigned_at
        return (last.timestamp() if last else 0.0, str(self.profile.user_id))

    def proficiency(self, required: Sequence[str]) -> int | None:
        """How well they know all that is required; None when they lack something."""
        if not all(skill in self.skills for skill in required):
            return None
        return sum(self.skills[skill] for skill in required)


def run(team: Team, now: datetime) -> int:
    """Hand out what waits in the team's queue; return how many tickets found an agent."""
    if team.routing == RoutingMode.MANUAL:
        return 0
    passed_by: set[uuid.UUID] = set()
    given = 0
    # Each a moment later than the one before, so that turns are kept within one run, too.
    while (found := _give_next(team, now + given * timedelta.resolution, passed_by)) is not None:
        given += found
    return given


def choose(
    mode: str, candidates: Sequence[Candidate], required: Sequence[str]
) -> tuple[Candidate, dict[str, object]] | None:
    """The agent for a ticket, and why; None when there is nobody for it."""
    able = [one for one in candidates if one.proficiency(required) is not None]
    if not able:
        return None
    if mode == RoutingMode.ROUND_ROBIN:
        best = min(able, key=lambda one: one.waited_since)
    elif mode == RoutingMode.SKILLS:
        best = min(
            able,
            key=lambda one: (-(one.proficiency(required) or 0), one.share, one.waited_since),
        )
    else:
        best = min(able, key=lambda one: (one.share, one.waited_since))
    reason: dict[str, object] = {"mode": mode, "load": best.load, "among": len(able)}
    if required:
        reason["proficiency"] = best.proficiency(required)
    return best, reason


def give_back(now: datetime) -> int:
    """Let go what agents who have been away too long have not answered; return how many."""
    gone = AgentProfile.objects.filter(away_since__lte=now - GRACE).exclude(
        presence=Presence.ONLINE
    )
    unanswered = Q(status=Status.PENDING_AGENT) | Q(
        status=Status.ASSIGNED, waiting_since__isnull=False
    )
    rows = Ticket.objects.filter(unanswered, snoozed_until=None).exclude(assignee=None)
    absent = Q(assignee__in=gone.values("user")) | Q(assignee__is_active=False)
    tickets = list(rows.filter(absent).order_by("pk"))
    return sum(_give_back(ticket, now) for ticket in tickets)


def look_everywhere() -> None:
    """Ask for each team in which something waits, should an earlier look have missed it."""
    waiting = Ticket.objects.queued().order_by().values("team")
    for team in Team.objects.filter(pk__in=waiting).values_list("pk", flat=True):
        ask_to_route(team)


def _give_next(team: Team, now: datetime, passed_by: set[uuid.UUID]) -> int | None:
    """Try the next ticket: 1 when it was given, 0 when nobody can have it, None at the end."""
    with transaction.atomic():
        ticket = _hold_next(team, passed_by)
        if ticket is None:
            return None
        candidates = _candidates(team, now)
        if not candidates:
            return None
        choice = choose(team.routing, candidates, ticket.required_skills)
        if choice is None:
            passed_by.add(ticket.pk)
            return 0
        agent, reason = choice
        ticket.route(agent.profile, at=now, **reason)
    return 1


def _hold_next(team: Team, passed_by: set[uuid.UUID]) -> Ticket | None:
    """The next ticket that no other router looks at; waits for one when only those are left."""
    waiting = Ticket.objects.queued().filter(team=team).exclude(pk__in=passed_by)
    for skips in (True, False):
        held = waiting.select_related("conversation").select_for_update(
            of=("conversation",), no_key=True, skip_locked=skips
        )
        ticket = held.first()
        if ticket is None:
            continue
        # Read again under the lock: it may have been given away while this waited.
        fresh = waiting.select_related("conversation", "team", "inbox").filter(pk=ticket.pk)
        found: Ticket | None = fresh.first()
        if found is not None:
            return found
    return None


def _candidates(team: Team, now: datetime) -> list[Candidate]:
    """Who is there and has room; held until the ticket is given, always in the same order."""
    rows = AgentProfile.objects.online(now).filter(
        user__team_memberships__team=team, max_open__gt=0
    )
    ids = list(rows.values_list("pk", flat=True))
    held = list(
        AgentProfile.objects.online(now)
        .filter(pk__in=ids)
        .select_related("user")
        .order_by("pk")
        .select_for_update(of=("self",), no_key=True)
    )
    users = [profile.user_id for profile in held]
    loads = Ticket.objects.loads(users)
    skills: dict[uuid.UUID, dict[str, int]] = {user: {} for user in users}
    for row in AgentSkill.objects.filter(user__in=users):
        skills[row.user_id][row.skill] = row.proficiency
    found = [Candidate(p, loads.get(p.user_id, 0), skills[p.user_id]) for p in held]
    return [one for one in found if one.load < one.profile.max_open]


def _give_back(ticket: Ticket, now: datetime) -> int:
    with ticket.changing():
        if ticket.status not in (Status.PENDING_AGENT, Status.ASSIGNED):
            return 0
        ticket.hand_back(reason="agent_away", at=now)
    return 1
