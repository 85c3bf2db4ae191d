"""Times as people say them."""

from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from ui import times

NOW = datetime(2026, 11, 22, 22, 51, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_utc() -> Iterator[None]:
    with timezone.override(UTC):
        yield


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(2026, 11, 22, 5, 7, tzinfo=UTC), "05:07"),
        (datetime(2026, 11, 21, 23, 59, tzinfo=UTC), "Sat"),
        (datetime(2026, 11, 16, tzinfo=UTC), "Mon"),
        (datetime(2026, 11, 15, 23, tzinfo=UTC), "15 Nov"),
        (datetime(2025, 11, 22, tzinfo=UTC), "22 Nov 2025"),
        (datetime(2026, 11, 24, tzinfo=UTC), "24 Nov"),
    ],
)
def test_rows_say_clock_then_weekday_then_date(at: datetime, said: str) -> None:
    assert times.when(at, NOW) == said


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(2026, 11, 22, tzinfo=UTC), "Today"),
        (datetime(2026, 11, 21, tzinfo=UTC), "Yesterday"),
        (datetime(2026, 11, 14, tzinfo=UTC), "Saturday, 14 November"),
        (datetime(2008, 4, 27, tzinfo=UTC), "Sunday, 27 April 2008"),
    ],
)
def test_separators_name_the_day(at: datetime, said: str) -> None:
    assert times.day(at, NOW) == said


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(2026, 11, 22, 19, 5, tzinfo=UTC), "today at 19:05"),
        (datetime(2026, 11, 21, 19, 5, tzinfo=UTC), "yesterday at 19:05"),
        (datetime(2026, 11, 18, 19, 5, tzinfo=UTC), "on Wednesday at 19:05"),
        (datetime(2026, 3, 1, 19, 5, tzinfo=UTC), "on 1 March at 19:05"),
        (datetime(2025, 3, 1, 19, 5, tzinfo=UTC), "on 1 March 2025 at 19:05"),
    ],
)
def test_last_seen_names_day_and_clock(at: datetime, said: str) -> None:
    assert times.day_and_clock(at, NOW) == said


def test_today_is_the_readers_today() -> None:
    with timezone.override(ZoneInfo("Asia/Tokyo")):
        assert times.when(datetime(2026, 11, 22, 16, tzinfo=UTC), NOW) == "01:00"
