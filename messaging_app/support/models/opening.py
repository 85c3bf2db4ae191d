"""When somebody is there to answer: named sets of hours, shared by teams, inboxes and policies."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from typing import ClassVar
from zoneinfo import ZoneInfo

import holidays
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.preferences import validate_time_zone
from support.hours import Hours, Interval
from support.models.columns import Keyed


class BusinessHours(Keyed):
    name = models.CharField(_("name"), max_length=100, unique=True)
    time_zone = models.CharField(max_length=64, validators=[validate_time_zone], default="UTC")
    # Public holidays of the `holidays` library: a country, and a part of it.
    country = models.CharField(max_length=2, blank=True)
    subdivision = models.CharField(max_length=20, blank=True)

    indexed_for: ClassVar[dict[str, str]] = {"name": "a set of hours is known by its name"}

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "business hours"

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Raise ValidationError for a country or a part of it whose holidays nobody knows."""
        known = holidays.list_supported_countries(include_aliases=False)
        if self.country and self.country not in known:
            raise ValidationError({"country": _("The holidays of this country are not known.")})
        if self.subdivision and self.subdivision not in known.get(self.country, []):
            raise ValidationError({"subdivision": _("This country has no such part.")})

    def reckoning(self) -> Hours:
        """The same as pure times, read in two queries."""
        week: list[list[Interval]] = [[] for __ in range(7)]
        for row in self.week.all():
            week[row.weekday].append(Interval(row.opens, row.closes))
        special: defaultdict[date, list[Interval]] = defaultdict(list)
        for day in self.special_days.all():
            found = special[day.day]
            if day.opens is not None and day.closes is not None:
                found.append(Interval(day.opens, day.closes))
        return Hours(ZoneInfo(self.time_zone), week, special, self._is_holiday())

    def _is_holiday(self) -> Callable[[date], bool]:
        if not self.country:
            return lambda day: False
        found = holidays.country_holidays(self.country, subdiv=self.subdivision or None)
        return lambda day: day in found


class OpenInterval(Keyed):
    """From `opens` to `closes` on a weekday; one that closes earlier lasts into the next day."""

    hours = models.ForeignKey(
        BusinessHours, on_delete=models.CASCADE, related_name="week", db_index=False
    )
    weekday = models.PositiveSmallIntegerField()
    opens = models.TimeField()
    closes = models.TimeField()

    indexed_for: ClassVar[dict[str, str]] = {
        "unique_open_interval": "the week of a set of hours, in order",
    }

    class Meta:
        ordering = ["weekday", "opens"]
        constraints = [
            models.UniqueConstraint(
                fields=["hours", "weekday", "opens"], name="unique_open_interval"
            ),
            models.CheckConstraint(name="weekday_from_0_to_6", condition=models.Q(weekday__lte=6)),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens:%H:%M} {self.closes:%H:%M}"


class SpecialDay(Keyed):
    """A day that differs from its weekday and from a holiday: closed, or open at other times."""

    hours = models.ForeignKey(
        BusinessHours, on_delete=models.CASCADE, related_name="special_days", db_index=False
    )
    day = models.DateField()
    name = models.CharField(max_length=100, blank=True)
    opens = models.TimeField(null=True, blank=True)
    closes = models.TimeField(null=True, blank=True)

    indexed_for: ClassVar[dict[str, str]] = {
        "unique_special_day": "the special days of a set of hours, in order",
    }

    class Meta:
        ordering = ["day", "opens"]
        constraints = [
            models.UniqueConstraint(
                fields=["hours", "day", "opens"],
                name="unique_special_day",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="special_day_opens_and_closes",
                condition=models.Q(opens__isnull=True, closes__isnull=True)
                | models.Q(opens__isnull=False, closes__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.name}".strip()

    def clean(self) -> None:
        """Raise ValidationError for a day that opens and does not close, or closes only."""
        if (self.opens is None) != (self.closes is None):
            raise ValidationError(_("Give both times, or none for a closed day."))
