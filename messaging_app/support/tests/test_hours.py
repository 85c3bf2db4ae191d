"""When something is due, worked out by hand, and rules that hold for any hours."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support import sla
from support.hours import Hours, Interval
from support.models import BusinessHours, OpenInterval, SpecialDay

STOCKHOLM, NEW_YORK = ZoneInfo("Europe/Stockholm"), ZoneInfo("America/New_York")
SYDNEY, BERLIN = ZoneInfo("Australia/Sydney"), ZoneInfo("Europe/Berlin")


def intervals(*pairs: str) -> list[Interval]:
    """ "09:00-17:00" as an interval."""
    return [Interval(*(time.fromisoformat(part) for part in pair.split("-"))) for pair in pairs]


def weekdays(*pairs: str) -> list[list[Interval]]:
    return [intervals(*pairs)] * 5 + [[], []]


def daily(*pairs: str) -> list[list[Interval]]:
    return [intervals(*pairs)] * 7


OFFICE = Hours(STOCKHOLM, weekdays("09:00-17:00"))
SPLIT = Hours(STOCKHOLM, weekdays("09:00-12:00", "13:00-17:00"))
NIGHT = Hours(STOCKHOLM, weekdays("22:00-06:00"))
SPECIAL = Hours(
    STOCKHOLM,
    weekdays("09:00-17:00"),
    {
        date(2026, 3, 11): [],
        date(2026, 3, 12): intervals("10:00-12:00"),
        date(2026, 3, 14): intervals("10:00-14:00"),
    },
)
NIGHT_OFF = Hours(STOCKHOLM, weekdays("22:00-06:00"), {date(2026, 3, 11): []})
SWEDEN = Hours(
    STOCKHOLM,
    weekdays("09:00-17:00"),
    {date(2026, 12, 24): [], date(2027, 1, 6): intervals("10:00-12:00")},
    lambda day: day in holidays.country_holidays("SE"),
)
STATES = Hours(
    NEW_YORK, weekdays("09:00-17:00"), {}, lambda day: day in holidays.country_holidays("US")
)
BAVARIA = Hours(
    BERLIN, weekdays("09:00-17:00"), {}, lambda day: day in holidays.country_holidays("DE", "BY")
)
GERMANY = Hours(
    BERLIN, weekdays("09:00-17:00"), {}, lambda day: day in holidays.country_holidays("DE")
)
EARLY = Hours(STOCKHOLM, daily("01:00-04:00"))
SKIPPED = Hours(STOCKHOLM, daily("02:00-03:00"))
FROM_SKIPPED = Hours(STOCKHOLM, daily("02:30-04:00"))
ALWAYS = Hours(STOCKHOLM, daily("00:00-00:00"))
ALWAYS_NY = Hours(NEW_YORK, daily("00:00-00:00"))
NIGHTS_NY = Hours(NEW_YORK, daily("22:00-06:00"))
NIGHTS_SYDNEY = Hours(SYDNEY, daily("22:00-06:00"))
NEVER = Hours(STOCKHOLM, daily())

# Hours, start, minutes promised, due; wall times of the zone. In March 2026 the 9th is a Monday.
WORKED: list[tuple[Hours, str, int, str]] = [
    # A plain week.
    (OFFICE, "2026-03-10 10:00", 60, "2026-03-10 11:00"),
    (OFFICE, "2026-03-10 08:00", 60, "2026-03-10 10:00"),
    (OFFICE, "2026-03-10 09:00", 480, "2026-03-10 17:00"),
    (OFFICE, "2026-03-10 09:00", 481, "2026-03-11 09:01"),
    (OFFICE, "2026-03-10 16:30", 60, "2026-03-11 09:30"),
    (OFFICE, "2026-03-10 17:00", 1, "2026-03-11 09:01"),
    (OFFICE, "2026-03-10 18:00", 30, "2026-03-11 09:30"),
    (OFFICE, "2026-03-10 23:30", 480, "2026-03-11 17:00"),
    # The weekend.
    (OFFICE, "2026-03-13 16:00", 60, "2026-03-13 17:00"),
    (OFFICE, "2026-03-13 16:00", 61, "2026-03-16 09:01"),
    (OFFICE, "2026-03-14 12:00", 60, "2026-03-16 10:00"),
    (OFFICE, "2026-03-15 23:59", 60, "2026-03-16 10:00"),
    (OFFICE, "2026-03-13 16:59", 2, "2026-03-16 09:01"),
    (OFFICE, "2026-03-09 09:00", 2400, "2026-03-13 17:00"),
    (OFFICE, "2026-03-09 09:00", 2401, "2026-03-16 09:01"),
    # Two intervals a day.
    (SPLIT, "2026-03-10 11:30", 60, "2026-03-10 13:30"),
    (SPLIT, "2026-03-10 12:00", 1, "2026-03-10 13:01"),
    (SPLIT, "2026-03-10 12:30", 30, "2026-03-10 13:30"),
    (SPLIT, "2026-03-10 09:00", 180, "2026-03-10 12:00"),
    (SPLIT, "2026-03-10 09:00", 181, "2026-03-10 13:01"),
    (SPLIT, "2026-03-10 11:00", 420, "2026-03-11 11:00"),
    (SPLIT, "2026-03-13 16:30", 60, "2026-03-16 09:30"),
    # Overnight.
    (NIGHT, "2026-03-09 23:00", 60, "2026-03-10 00:00"),
    (NIGHT, "2026-03-09 23:30", 60, "2026-03-10 00:30"),
    (NIGHT, "2026-03-10 05:30", 60, "2026-03-10 22:30"),
    (NIGHT, "2026-03-10 12:00", 60, "2026-03-10 23:00"),
    (NIGHT, "2026-03-13 23:00", 420, "2026-03-14 06:00"),
    (NIGHT, "2026-03-13 23:00", 421, "2026-03-16 22:01"),
    (NIGHT, "2026-03-14 03:00", 60, "2026-03-14 04:00"),
    (NIGHT, "2026-03-14 07:00", 30, "2026-03-16 22:30"),
    (NIGHT, "2026-03-16 02:00", 60, "2026-03-16 23:00"),
    (NIGHT, "2026-03-09 22:00", 480, "2026-03-10 06:00"),
    # Holidays: Easter, Epiphany, Thanksgiving, an observed fourth of July, a part of a country.
    (SWEDEN, "2026-04-02 16:00", 120, "2026-04-07 10:00"),
    (SWEDEN, "2026-04-03 10:00", 60, "2026-04-07 10:00"),
    (SWEDEN, "2026-01-05 16:30", 60, "2026-01-07 09:30"),
    (SWEDEN, "2026-12-23 16:00", 120, "2026-12-28 10:00"),
    (STATES, "2026-11-25 16:30", 60, "2026-11-27 09:30"),
    (STATES, "2026-07-02 16:00", 120, "2026-07-06 10:00"),
    (BAVARIA, "2026-01-05 16:30", 60, "2026-01-07 09:30"),
    (GERMANY, "2026-01-05 16:30", 60, "2026-01-06 09:30"),
    # Special days, also one that opens on a holiday, and a night before a closed day.
    (SPECIAL, "2026-03-10 16:30", 60, "2026-03-12 10:30"),
    (SPECIAL, "2026-03-10 16:30", 180, "2026-03-13 09:30"),
    (SPECIAL, "2026-03-13 16:30", 60, "2026-03-14 10:30"),
    (SPECIAL, "2026-03-14 13:30", 60, "2026-03-16 09:30"),
    (SWEDEN, "2027-01-05 16:30", 60, "2027-01-06 10:30"),
    (NIGHT_OFF, "2026-03-10 23:00", 420, "2026-03-11 06:00"),
    (NIGHT_OFF, "2026-03-11 06:00", 60, "2026-03-12 23:00"),
    # Clocks go forward and back, in three zones.
    (EARLY, "2026-03-29 01:00", 120, "2026-03-29 04:00"),
    (EARLY, "2026-03-29 01:00", 121, "2026-03-30 01:01"),
    (EARLY, "2026-03-29 01:30", 60, "2026-03-29 03:30"),
    (EARLY, "2026-03-28 03:30", 60, "2026-03-29 01:30"),
    (EARLY, "2026-10-25 01:00", 240, "2026-10-25 04:00"),
    (EARLY, "2026-10-25 01:00", 120, "2026-10-25 02:00+01:00"),
    (EARLY, "2026-10-25 03:30", 60, "2026-10-26 01:30"),
    (OFFICE, "2026-03-27 16:00", 120, "2026-03-30 10:00"),
    (OFFICE, "2026-10-23 16:00", 120, "2026-10-26 10:00"),
    (ALWAYS, "2026-03-28 12:00", 1440, "2026-03-29 13:00"),
    (ALWAYS, "2026-10-24 12:00", 1440, "2026-10-25 11:00"),
    (ALWAYS_NY, "2026-03-07 12:00", 1440, "2026-03-08 13:00"),
    (ALWAYS_NY, "2026-10-31 12:00", 1440, "2026-11-01 11:00"),
    (NIGHTS_NY, "2026-03-07 22:00", 420, "2026-03-08 06:00"),
    (NIGHTS_NY, "2026-10-31 22:00", 540, "2026-11-01 06:00"),
    (NIGHTS_SYDNEY, "2026-04-04 22:00", 540, "2026-04-05 06:00"),
    (NIGHTS_SYDNEY, "2026-10-03 22:00", 420, "2026-10-04 06:00"),
    (SKIPPED, "2026-03-28 02:30", 60, "2026-03-30 02:30"),
    (FROM_SKIPPED, "2026-03-29 00:00", 60, "2026-03-29 04:00"),
]

# Start, minutes, pauses, due; of the office, on the 10th where no day is given.
PAUSED: list[tuple[str, int, list[tuple[str, str]], str]] = [
    ("10 09:00", 120, [("10 10:00", "10 11:00")], "10 12:00"),
    ("10 09:00", 120, [("10 10:00", "")], ""),
    ("10 09:00", 120, [("10 11:00", "")], "10 11:00"),
    ("10 16:00", 120, [("10 16:30", "11 10:00")], "11 11:30"),
    ("10 16:30", 60, [("10 18:00", "10 20:00")], "11 09:30"),
    ("10 09:00", 120, [("10 09:30", "10 10:00"), ("10 10:30", "10 11:00")], "10 12:00"),
    ("10 09:00", 120, [("10 09:30", "10 10:30"), ("10 10:00", "10 11:00")], "10 12:30"),
    ("10 10:00", 60, [("10 08:00", "10 09:00")], "10 11:00"),
    ("10 10:00", 60, [("10 09:30", "10 10:30")], "10 11:30"),
    # Snoozed over a weekend; closed, and opened again four days later.
    ("13 16:00", 60, [("13 16:30", "16 09:00")], "16 09:30"),
    ("13 16:00", 120, [("13 16:30", "17 10:00")], "17 11:30"),
    # The policy of the ticket became a longer one, and a shorter one, after half an hour.
    ("10 16:00", 90, [], "11 09:30"),
    ("10 16:00", 20, [], "10 16:20"),
]


def wall(text: str, zone: ZoneInfo = STOCKHOLM) -> datetime:
    found = datetime.fromisoformat(text)
    return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)


def march(text: str) -> datetime:
    return wall(f"2026-03-{text}")


@pytest.mark.parametrize(("hours", "start", "minutes", "due"), WORKED)
def test_worked_by_hand(hours: Hours, start: str, minutes: int, due: str) -> None:
    begun, target = wall(start, hours.zone), timedelta(minutes=minutes)
    expected = wall(due, hours.zone)
    assert sla.due(begun, target, hours) == expected
    assert sla.elapsed(begun, expected, hours) == target


@pytest.mark.parametrize(("start", "minutes", "pauses", "due"), PAUSED)
def test_pauses_worked_by_hand(
    start: str, minutes: int, pauses: list[tuple[str, str]], due: str
) -> None:
    found = [sla.Pause(march(a), march(b) if b else None) for a, b in pauses]
    target = timedelta(minutes=minutes)
    assert sla.due(march(start), target, OFFICE, found) == (march(due) if due else None)
    if due:
        assert sla.elapsed(march(start), march(due), OFFICE, found) == target


def test_without_hours_every_minute_counts_but_those_of_a_pause() -> None:
    start, hour = march("14 10:00"), timedelta(hours=1)
    assert sla.due(start, hour) == march("14 11:00")
    pause = sla.Pause(march("14 10:30"), march("14 12:30"))
    assert sla.due(start, hour, None, [pause]) == march("14 13:00")


def test_who_never_opens_owes_nothing() -> None:
    assert sla.due(march("10 10:00"), timedelta(minutes=1), NEVER) is None
    assert NEVER.next_opening(march("10 10:00")) is None


def test_opening_and_closing() -> None:
    assert OFFICE.is_open(march("10 09:00")) and not OFFICE.is_open(march("10 17:00"))
    assert OFFICE.next_opening(march("13 17:00")) == march("16 09:00")
    assert OFFICE.next_closing(march("13 12:00")) == march("13 17:00")
    assert NIGHT.next_closing(march("10 03:00")) == march("10 06:00")


def test_a_violation_is_decided_by_when_it_was_done() -> None:
    due, late = march("10 10:00"), march("20 10:00")
    assert not sla.is_violated(due, due, late)
    assert sla.is_violated(due, due + timedelta(seconds=1), due)
    assert sla.is_violated(due, None, late) and not sla.is_violated(None, None, late)


def test_what_is_said_next() -> None:
    due, quarter, hour = march("10 10:00"), timedelta(minutes=15), timedelta(hours=1)
    said = [
        (sla.Said(), march("10 09:45")),
        (sla.Said(is_warned=True), due),
        (sla.Said(is_violated=True), march("10 11:00")),
        (sla.Said(is_violated=True, escalations=1), march("10 12:00")),
        (sla.Said(is_violated=True, escalations=2), None),
    ]
    for before, expected in said:
        assert sla.marks(due, quarter, hour, before).look_at == expected
    assert sla.marks(due, quarter, None, sla.Said(is_violated=True)).look_at is None


@pytest.mark.django_db
def test_stored_hours_reckon_alike() -> None:
    stored = BusinessHours.objects.create(name="Office", time_zone="Europe/Stockholm", country="SE")
    for weekday in range(5):
        OpenInterval.objects.create(hours=stored, weekday=weekday, opens=time(9), closes=time(17))
    SpecialDay.objects.create(hours=stored, day=date(2026, 12, 24))
    opened = {"opens": time(10), "closes": time(12)}
    SpecialDay.objects.create(hours=stored, day=date(2027, 1, 6), **opened)
    reckoning = stored.reckoning()
    for hours, start, minutes, due in WORKED:
        if hours is SWEDEN:
            assert sla.due(wall(start), timedelta(minutes=minutes), reckoning) == wall(due)


ZONES = st.sampled_from([STOCKHOLM, NEW_YORK, SYDNEY, ZoneInfo("Asia/Kathmandu")])
TIMES = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 59]))
DAYS = st.lists(st.builds(Interval, TIMES, TIMES), max_size=3)
HOURS = st.builds(Hours, ZONES, st.lists(DAYS, min_size=7, max_size=7))
MOMENTS = st.integers(0, 60 * 24 * 260).map(
    lambda minutes: datetime(2026, 3, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
WAITS = st.integers(1, 60 * 24 * 3).map(lambda minutes: timedelta(minutes=minutes))
EVENLY = settings(max_examples=60, deadline=None)


@EVENLY
@given(HOURS, MOMENTS, WAITS)
def test_time_out_of_hours_never_counts(hours: Hours, start: datetime, wait: timedelta) -> None:
    opens = hours.next_opening(start)
    assert sla.due(start, wait, hours) == (opens and sla.due(opens, wait, hours))
    due = sla.due(start, wait, hours)
    if due:
        assert sla.elapsed(start, due, hours) == wait
        closes = hours.next_closing(due - timedelta(microseconds=1))
        assert closes and due <= closes
        reopens = hours.next_opening(closes)
        assert reopens is None or sla.elapsed(closes, reopens, hours) == timedelta()


@EVENLY
@given(HOURS, MOMENTS, WAITS, st.integers(0, 6), st.integers(0, 23))
def test_an_hour_more_never_makes_it_later(
    hours: Hours, start: datetime, wait: timedelta, weekday: int, hour: int
) -> None:
    week: list[Sequence[Interval]] = list(hours.week)
    week[weekday] = [*week[weekday], Interval(time(hour), time((hour + 1) % 24))]
    before, after = sla.due(start, wait, hours), sla.due(start, wait, Hours(hours.zone, week))
    assert before is None or (after is not None and after <= before)


@EVENLY
@given(HOURS, MOMENTS, WAITS, WAITS, st.lists(st.tuples(WAITS, WAITS), max_size=3))
def test_splitting_a_wait_in_two_changes_nothing(
    hours: Hours,
    start: datetime,
    first: timedelta,
    second: timedelta,
    breaks: list[tuple[timedelta, timedelta]],
) -> None:
    pauses = [sla.Pause(start + a, start + a + b) for a, b in breaks]
    middle, end = start + first, start + first + second
    whole = sla.elapsed(start, end, hours, pauses)
    parts = [sla.elapsed(start, middle, hours, pauses), sla.elapsed(middle, end, hours, pauses)]
    assert whole == sum(parts, timedelta())
