"""When something is due: times, hours and a promise in, times out. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from support.hours import Hours


@dataclass(frozen=True, slots=True)
class Pause:
    """Time that does not count; one without an end still lasts."""

    start: datetime
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class Marks:
    """The moments of one promise; `look_at` is the next at which there is something to say."""

    due_at: datetime | None
    look_at: datetime | None


@dataclass(frozen=True, slots=True)
class Said:
    """What has been said of a promise so far: a warning, its violation, escalations."""

    is_warned: bool = False
    is_violated: bool = False
    escalations: int = 0


# To the lead, then to the supervisor.
ESCALATIONS = 2


def due(
    start: datetime,
    target: timedelta,
    hours: Hours | None = None,
    pauses: Iterable[Pause] = (),
) -> datetime | None:
    """When `target` has passed since `start`; None while it is paused, or when it never will.

    With hours only open time counts, else every minute.
    """
    remaining, cursor = target, start
    for pause in united(pauses):
        if pause.end is not None and pause.end <= cursor:
            continue
        counted = passed(cursor, pause.start, hours)
        if counted >= remaining:
            break
        if pause.end is None:
            return None
        remaining -= counted
        cursor = pause.end
    return hours.after(cursor, remaining) if hours else cursor + remaining


def elapsed(
    start: datetime, end: datetime, hours: Hours | None = None, pauses: Iterable[Pause] = ()
) -> timedelta:
    """How much of the time from `start` to `end` counts."""
    total, cursor = timedelta(), start
    for pause in united(pauses):
        if pause.start >= end:
            break
        total += passed(cursor, pause.start, hours)
        if pause.end is None:
            return total
        cursor = max(cursor, pause.end)
    return total + passed(cursor, end, hours)


def passed(start: datetime, end: datetime, hours: Hours | None) -> timedelta:
    """Open time between two moments; none when the second is not later."""
    if end <= start:
        return timedelta()
    return hours.between(start, end) if hours else end - start


def is_violated(due_at: datetime | None, done_at: datetime | None, now: datetime) -> bool:
    """Decided by when it was done, or that it is not done yet; never by when somebody looks."""
    return due_at is not None and (done_at or now) > due_at


def marks(
    due_at: datetime | None,
    warn_before: timedelta,
    escalate_after: timedelta | None,
    said: Said,
) -> Marks:
    """The due time with the next moment to say something about it."""
    if due_at is None:
        return Marks(None, None)
    if not said.is_violated:
        return Marks(due_at, due_at if said.is_warned else due_at - warn_before)
    if escalate_after is None or said.escalations >= ESCALATIONS:
        return Marks(due_at, None)
    return Marks(due_at, due_at + escalate_after * (said.escalations + 1))


def united(pauses: Iterable[Pause]) -> Sequence[Pause]:
    """The same pauses in order, overlapping ones as one."""
    found: list[Pause] = []
    for pause in sorted(pauses, key=lambda pause: pause.start):
        before = found[-1] if found else None
        if before is None or (before.end is not None and pause.start > before.end):
            found.append(pause)
        elif before.end is not None and (pause.end is None or pause.end > before.end):
            found[-1] = Pause(before.start, pause.end)
    return found
