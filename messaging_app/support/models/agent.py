"""Those who answer: whether they are there, how much they take on, what they know."""

from datetime import datetime
from typing import Any, ClassVar

from django.apps import apps
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.utils import timezone

from chats.models import User
from support.kinds import Presence
from support.models.columns import Keyed, one_of
from support.models.team import Team, ask_to_route


class AgentProfileQuerySet(models.QuerySet["AgentProfile"]):
    def online(self, now: datetime) -> "AgentProfileQuerySet":
        return self.filter(presence=Presence.ONLINE, present_until__gt=now, user__is_active=True)

    def hold(self, user: User) -> "AgentProfile":
        """Somebody's profile, which nobody else gives a ticket to until this is committed."""
        self.get_or_create(user=user)
        return self.select_for_update(of=("self",)).select_related("user").get(user=user)

    def ask_to_route_to(self, user: User) -> None:
        """Somebody has room: look what waits in their teams."""
        if self.online(timezone.now()).filter(user=user).exists():
            for team in Team.objects.of(user).values_list("pk", flat=True):
                ask_to_route(team)

    def expire(self, now: datetime) -> int:
        """Whoever said nothing any more is away; return how many that were."""
        gone = self.filter(presence=Presence.ONLINE, present_until__lte=now)
        return gone.update(presence=Presence.AWAY, away_since=models.F("present_until"))


class AgentProfile(Keyed):
    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="agent_profile")
    presence = models.CharField(max_length=10, choices=Presence, default=Presence.OFFLINE)
    # Who says nothing any more is not there: being online ends by itself.
    present_until = models.DateTimeField(null=True, blank=True)
    away_since = models.DateTimeField(null=True, blank=True)
    max_open = models.PositiveSmallIntegerField(default=5)
    last_assigned_at = models.DateTimeField(null=True, blank=True)

    indexed_for: ClassVar[dict[str, str]] = {
        "user": "the profile of a person",
        "agent_presence_ends": "whose presence has run out, each minute",
    }

    objects: ClassVar[AgentProfileQuerySet] = AgentProfileQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            one_of("presence", Presence, "valid_agent_presence"),
            models.CheckConstraint(
                name="online_agent_has_an_end",
                condition=~models.Q(presence=Presence.ONLINE)
                | models.Q(present_until__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["present_until"],
                name="agent_presence_ends",
                condition=models.Q(presence=Presence.ONLINE),
            )
        ]

    def __str__(self) -> str:
        return self.user.display_name

    def is_online(self, now: datetime) -> bool:
        is_there = self.present_until is not None and self.present_until > now
        return self.presence == Presence.ONLINE and is_there and self.user.is_active

    def has_room(self) -> bool:
        """Whether they take one more; exact while the profile is held."""
        loads: dict[Any, int] = apps.get_model("support", "Ticket").objects.loads([self.user_id])
        return loads.get(self.user_id, 0) < self.max_open

    def come_online(self, until: datetime) -> None:
        """Be there until then, and take on what waits."""
        with transaction.atomic():
            self._be(Presence.ONLINE, until, None)
            AgentProfile.objects.ask_to_route_to(self.user)

    def go_away(self, at: datetime) -> None:
        self._be(Presence.AWAY, None, at)

    def go_offline(self, at: datetime) -> None:
        self._be(Presence.OFFLINE, None, at)

    def was_assigned(self, at: datetime) -> None:
        self.last_assigned_at = at
        self.save(update_fields=["last_assigned_at"])

    def _be(self, presence: Presence, until: datetime | None, away_since: datetime | None) -> None:
        self.presence, self.present_until, self.away_since = presence, until, away_since
        self.save(update_fields=["presence", "present_until", "away_since"])


class AgentSkill(Keyed):
    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="agent_skills", db_index=False
    )
    skill = models.CharField(max_length=50)
    proficiency = models.PositiveSmallIntegerField(
        default=3, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    verified_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    indexed_for: ClassVar[dict[str, str]] = {
        "unique_agent_skill": "what an agent knows, each skill once",
    }

    class Meta:
        ordering = ["user", "skill"]
        constraints = [
            models.UniqueConstraint(fields=["user", "skill"], name="unique_agent_skill"),
            models.CheckConstraint(
                name="proficiency_from_1_to_5",
                condition=models.Q(proficiency__gte=1, proficiency__lte=5),
            ),
            models.CheckConstraint(name="non_empty_skill", condition=~models.Q(skill="")),
        ]

    def __str__(self) -> str:
        return f"{self.skill} {self.proficiency}"
