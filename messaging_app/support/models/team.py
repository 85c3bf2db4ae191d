"""Who answers: teams and who is in them."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from chats.models import User
from support.kinds import RoutingMode, TeamRole
from support.models.columns import Keyed, one_of


class TeamQuerySet(models.QuerySet["Team"]):
    def of(self, user: User) -> "TeamQuerySet":
        """Those the person is a member of."""
        return self.filter(memberships__user=user)

    def led_by(self, user: User) -> "TeamQuerySet":
        """Those in which the person is lead or supervisor."""
        above = (TeamRole.LEAD, TeamRole.SUPERVISOR)
        return self.filter(memberships__user=user, memberships__role__in=above)

    def offered(self) -> "TeamQuerySet":
        """Those in the menu of the triage, in its order."""
        return self.exclude(menu_position=None).order_by("menu_position", "name")


class Team(Keyed):
    name = models.CharField(_("name"), max_length=100)
    slug = models.SlugField(unique=True)
    routing = models.CharField(max_length=20, choices=RoutingMode, default=RoutingMode.MANUAL)
    hours = models.ForeignKey(
        "support.BusinessHours",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="teams",
    )
    # Its place in the menu of the triage; one without is not offered there.
    menu_position = models.PositiveSmallIntegerField(null=True, blank=True)
    keywords = models.JSONField(default=list, blank=True)
    context_question = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    indexed_for: ClassVar[dict[str, str]] = {
        "slug": "a team is found by its address",
        "hours": "which teams a set of hours is for, when it changes",
    }

    objects: ClassVar[TeamQuerySet] = TeamQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["name"]
        constraints = [one_of("routing", RoutingMode, "valid_team_routing")]

    def __str__(self) -> str:
        return self.name


class TeamMembership(Keyed):
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="team_memberships")
    team = models.ForeignKey(
        Team, on_delete=models.CASCADE, related_name="memberships", db_index=False
    )
    role = models.CharField(max_length=20, choices=TeamRole, default=TeamRole.AGENT)
    joined_at = models.DateTimeField(auto_now_add=True)

    indexed_for: ClassVar[dict[str, str]] = {
        "user": "the teams of a person, on every page of the desk",
        "unique_team_member": "the members of a team, each of them once",
    }

    class Meta:
        ordering = ["team", "user"]
        constraints = [
            models.UniqueConstraint(fields=["team", "user"], name="unique_team_member"),
            one_of("role", TeamRole, "valid_team_role"),
        ]

    def __str__(self) -> str:
        return f"{self.user.display_name}, {self.get_role_display()}"


def ask_to_route(team_id: uuid.UUID) -> None:
    """Let the worker look whom the team's waiting tickets can go to, once this is committed."""
    routed = Team.objects.filter(pk=team_id).exclude(routing=RoutingMode.MANUAL)
    if routed.exists():
        app.configure_task("support.route").defer(team_id=str(team_id))
