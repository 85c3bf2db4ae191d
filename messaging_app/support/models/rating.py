"""What a customer thought of it: one question, by a signed link."""

from datetime import datetime
from typing import ClassVar

from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from support import events
from support.models.columns import Keyed

SALT = "support.rating"
LINK_LIFETIME = 60 * 60 * 24 * 30


class RatingQuerySet(models.QuerySet["Rating"]):
    def by_token(self, token: str) -> "Rating":
        """The rating that a link is for; DoesNotExist for a forged or an old link."""
        try:
            pk = signing.loads(token, salt=SALT, max_age=LINK_LIFETIME)
        except signing.BadSignature as error:
            raise self.model.DoesNotExist from error
        return self.get(pk=pk)


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

    objects: ClassVar[RatingQuerySet] = RatingQuerySet.as_manager()  # type: ignore[assignment]

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

    @property
    def token(self) -> str:
        """The secret of the link that the customer gets."""
        return signing.dumps(str(self.pk), salt=SALT)

    def rate(self, score: int, *, comment: str = "", at: datetime | None = None) -> None:
        """Keep what the customer thinks; they may think again. Raises ValidationError."""
        if score not in range(1, 6):
            raise ValidationError({"score": _("Choose a number from 1 to 5.")})
        at = at or timezone.now()
        with self.ticket.changing():
            old = Rating.objects.values_list("score", flat=True).get(pk=self.pk)
            self.score, self.comment, self.rated_at = score, comment, at
            self.save(update_fields=["score", "comment", "rated_at"])
            self.ticket._record(events.TICKET_RATED, by=None, at=at, old=old, new=score)
