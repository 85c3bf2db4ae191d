"""Those who answer: whether they are there, how much they take on, what they know."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from chats.models import User
from support.kinds import Presence
from support.models.columns import Keyed, one_of


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
