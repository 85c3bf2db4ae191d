"""What a container says about itself."""

import math
from dataclasses import dataclass

# Beyond these a header lies, and a page would be laid out by the lie.
LONGEST = 7 * 24 * 3600.0
WIDEST = 16_384


@dataclass(slots=True)
class Facts:
    content_type: str
    duration: float | None = None
    width: int | None = None
    height: int | None = None

    def __post_init__(self) -> None:
        self.duration = _seconds(self.duration)
        if not (_is_edge(self.width) and _is_edge(self.height)):
            self.width = self.height = None


def _seconds(duration: float | None) -> float | None:
    if duration is None or not math.isfinite(duration) or not 0 < duration <= LONGEST:
        return None
    return round(duration, 3)


def _is_edge(pixels: int | None) -> bool:
    return pixels is not None and 0 < pixels <= WIDEST
