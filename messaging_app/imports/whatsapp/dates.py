"""Whether days or months come first shows in the whole of a chat."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from imports.broken import Broken
from imports.whatsapp.heads import Head

DAY_FIRST, MONTH_FIRST, YEAR_FIRST = "dmy", "mdy", "ymd"
ORDERS = (DAY_FIRST, MONTH_FIRST, YEAR_FIRST)
MONTHS = 12
CENTURY = 100
# Thailand counts years from the death of the Buddha.
BUDDHIST, BUDDHIST_FROM = 543, 2400


@dataclass(slots=True)
class Dates:
    """Looks at every head of a chat, and then tells the order."""

    has_year_first: bool = False
    has_large_first: bool = False
    has_large_second: bool = False
    has_dots: bool = False
    has_halves: bool = False
    steps_back: tuple[int, int] = (0, 0)
    _last: tuple[tuple[int, ...], tuple[int, ...]] = ((), ())

    def look(self, head: Head) -> None:
        first, second, third = head.date
        self.has_year_first |= first >= CENTURY
        self.has_large_first |= MONTHS < first < CENTURY
        self.has_large_second |= second > MONTHS
        self.has_dots |= head.has_dots
        self.has_halves |= head.has_halves
        now = ((third, second, first, *head.time), (third, first, second, *head.time))
        back, last = self.steps_back, self._last
        self.steps_back = (back[0] + (now[0] < last[0]), back[1] + (now[1] < last[1]))
        self._last = now

    def order(self) -> tuple[str, bool]:
        """The order, and whether it is certain. A chat goes forward in time."""
        if self.has_year_first:
            return YEAR_FIRST, True
        if self.has_large_first and self.has_large_second:
            raise Broken("its dates have no one order; is it put together of several chats?")
        if self.has_large_first or self.has_large_second:
            return (DAY_FIRST if self.has_large_first else MONTH_FIRST), True
        days, months = self.steps_back
        if days != months:
            return (DAY_FIRST if days < months else MONTH_FIRST), True
        is_american = self.has_halves and not self.has_dots
        return (MONTH_FIRST if is_american else DAY_FIRST), False


def moment_of(head: Head, order: str, zone: tzinfo, where: str) -> datetime:
    """The time of a message; Broken when there is no such day."""
    numbers = dict(zip(order, head.date, strict=True))
    year = numbers["y"] + (2000 if numbers["y"] < CENTURY else 0)
    if year > BUDDHIST_FROM:
        year -= BUDDHIST
    try:
        return datetime(year, numbers["m"], numbers["d"], *head.time, tzinfo=zone)
    except ValueError as error:
        raise Broken(f"{where} has a date that is none: {error}") from error
