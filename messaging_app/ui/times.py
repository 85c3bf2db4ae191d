"""Times as people say them, in the reader's time zone."""

from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import available_timezones

from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

ZONE_COOKIE = "time_zone"  # where a browser says which one it is in

_all_zones = cache(available_timezones)


def chosen_zone(preferred: str, request: HttpRequest) -> str:
    """Return the name of somebody's time zone: the one they prefer, their browser's, or ours."""
    zone = preferred or request.COOKIES.get(ZONE_COOKIE, "")
    return zone if zone in _all_zones() else timezone.get_default_timezone_name()


def clock(at: datetime) -> str:
    return date_format(timezone.localtime(at), "H:i")


def when(at: datetime, now: datetime | None = None) -> str:
    """`22:47` today, `Sat` within the week, `3 Nov` within the year, `3 Nov 2025` before."""
    day, today = _days(at, now)
    if day == today:
        return clock(at)
    if timedelta(0) < today - day < timedelta(days=7):
        return date_format(day, "D")
    return date_format(day, "j M" if day.year == today.year else "j M Y")


def day(at: datetime, now: datetime | None = None) -> str:
    """`Today`, `Yesterday`, `Saturday, 21 November`, and the year when it is another."""
    day, today = _days(at, now)
    if day == today:
        return _("Today")
    if day == today - timedelta(days=1):
        return _("Yesterday")
    return date_format(day, "l, j F" if day.year == today.year else "l, j F Y")


def day_and_clock(at: datetime, now: datetime | None = None) -> str:
    """`today at 19:05`, `on Saturday at 19:05`, `on 3 November at 19:05`."""
    day, today = _days(at, now)
    if day == today:
        return _("today at %(clock)s") % {"clock": clock(at)}
    if day == today - timedelta(days=1):
        return _("yesterday at %(clock)s") % {"clock": clock(at)}
    return _("on %(day)s at %(clock)s") % {"day": _spoken(day, today), "clock": clock(at)}


def moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "j F Y, H:i")


def _spoken(day: date, today: date) -> str:
    if timedelta(0) < today - day < timedelta(days=7):
        return date_format(day, "l")
    return date_format(day, "j F" if day.year == today.year else "j F Y")


def _days(at: datetime, now: datetime | None) -> tuple[date, date]:
    return timezone.localdate(at), timezone.localdate(now)
