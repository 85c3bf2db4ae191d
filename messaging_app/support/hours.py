"""When a desk is open: pure reckoning with times, zones and days; no database, no clock."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

# Whoever is not open within this time never opens.
FAR = timedelta(days=400)
DAY = timedelta(days=1)

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Interval:
    """Wall times of a day; one that does not close later than it opens closes the day after."""

    opens: time
    closes: time

    def on(self, day: date, zone: ZoneInfo) -> Span:
        """Its moments, in UTC, when it opens on this day."""
        last = day if self.closes > self.opens else day + DAY
        opens = moment(datetime.combine(day, self.opens), zone)
        return opens, moment(datetime.combine(last, self.closes), zone, last=True)


@dataclass(frozen=True)
class Hours:
    """A week of intervals, Monday first; days that differ; holidays, on which all is closed.

    An interval belongs to the day on which it opens: the night before a holiday lasts its time.
    """

    zone: ZoneInfo
    week: Sequence[Sequence[Interval]]
    special: Mapping[date, Sequence[Interval]] = field(default_factory=dict)
    is_holiday: Callable[[date], bool] = lambda day: False

    def intervals(self, day: date) -> Sequence[Interval]:
        if day in self.special:
            return self.special[day]
        return () if self.is_holiday(day) else self.week[day.weekday()]

    def spans(self, since: datetime) -> Iterator[Span]:
        """The open times from a moment on, in order, none touching the next; ends in the far."""
        # Two days before: a night may last into today, where the local date is behind.
        day = since.astimezone(self.zone).date() - 2 * DAY
        last = day + FAR
        current: Span | None = None
        while day <= last:
            for span in sorted(each.on(day, self.zone) for each in self.intervals(day)):
                if span[1] <= max(since, span[0]):
                    continue
                if current and span[0] <= current[1]:
                    current = current[0], max(current[1], span[1])
                    continue
                if current:
                    yield current
                current = max(span[0], since), span[1]
            day += DAY
        if current:
            yield current

    def is_open(self, at: datetime) -> bool:
        return self.next_opening(at) == at

    def next_opening(self, at: datetime) -> datetime | None:
        """The moment itself when it is open; None when it never opens."""
        return next((opens for opens, __ in self.spans(at)), None)

    def next_closing(self, at: datetime) -> datetime | None:
        """When the span of this moment, or the next one, ends."""
        return next((closes for __, closes in self.spans(at)), None)

    def between(self, start: datetime, end: datetime) -> timedelta:
        """How much of the time from `start` to `end` is open."""
        total = timedelta()
        if end <= start:
            return total
        for opens, closes in self.spans(start):
            if opens >= end:
                break
            total += min(closes, end) - opens
        return total

    def after(self, start: datetime, wait: timedelta) -> datetime | None:
        """The first moment at which `wait` of open time has passed; None when it never has."""
        if not wait:
            return start
        for opens, closes in self.spans(start):
            if closes - opens >= wait:
                return opens + wait
            wait -= closes - opens
        return None


def moment(wall: datetime, zone: ZoneInfo, *, last: bool = False) -> datetime:
    """The moment of a wall time, in UTC.

    A time that comes twice is the first of the two, or with `last` the second; one that is
    skipped is the moment of the jump.
    """
    found = wall.replace(tzinfo=zone, fold=int(last)).astimezone(UTC)
    if found.astimezone(zone).replace(tzinfo=None) == wall:
        return found
    return _jump(wall, zone)


def _jump(wall: datetime, zone: ZoneInfo) -> datetime:
    before = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    after = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    offset = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) / 2
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)
