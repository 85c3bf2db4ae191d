"""What was measured: a figure has a value for each round, and may have a limit beside it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import median
from typing import Any


@dataclass(frozen=True)
class Reading:
    """One value of one figure, with the limit that was taken in the same minute."""

    figure: str
    value: float
    unit: str
    limit: str = ""  # what it is compared with
    limit_value: float = 0.0

    @property
    def ratio(self) -> float | None:
        return self.value / self.limit_value if self.limit_value else None


@dataclass
class Figure:
    name: str
    unit: str
    limit: str = ""
    values: list[float] = field(default_factory=list)
    ratios: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        return median(self.values)

    @property
    def ratio(self) -> float | None:
        """The median of what each round had to its own limit."""
        return median(self.ratios) if self.ratios else None

    def as_json(self) -> dict[str, Any]:
        spread = {"median": self.median, "min": min(self.values), "max": max(self.values)}
        return {
            "unit": self.unit,
            **spread,
            "values": self.values,
            "limit": self.limit,
            "ratio": self.ratio,
        }


Figures = dict[str, Figure]


def collect(readings: Iterable[Reading], figures: Figures) -> None:
    """Put each reading to its figure, in the order in which they first appear."""
    for reading in readings:
        figure = figures.setdefault(
            reading.figure, Figure(reading.figure, reading.unit, reading.limit)
        )
        figure.values.append(reading.value)
        if reading.ratio is not None:
            figure.ratios.append(reading.ratio)
