"""What a customer thought of it: one question, by a signed link."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from support.models.columns import Keyed


class Rating(Keyed):
    ticket = models.OneToOneField("support.Ticket", on_delete=models.CASCADE, related_name="rating")
    asked_at = models.DateTimeField()
    score = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    comment = models.TextField(blank=True)
    rated_at = models.DateTimeField(null=True, blank=True)

    indexed_for: ClassVar[dict[str, str]] = {
        "ticket": "what was said of a ticket, once",
        "rating_by_time": "the ratings of a range of dates",
    }

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(
                name="score_from_1_to_5",
                condition=models.Q(score__isnull=True) | models.Q(score__gte=1, score__lte=5),
            ),
            models.CheckConstraint(
                name="score_has_its_time",
                condition=models.Q(score__isnull=True, rated_at__isnull=True)
                | models.Q(score__isnull=False, rated_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["rated_at"],
                name="rating_by_time",
                condition=models.Q(rated_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.ticket}: {self.score or '–'}"
