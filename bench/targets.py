"""What the figures are meant to reach. They are shown beside them, and fail nothing."""

from collections.abc import Callable
from dataclasses import dataclass

from bench.figures import Figure, Figures

Part = Callable[[Figure], float | None]


@dataclass(frozen=True)
class Target:
    """A figure, the part of it that is meant, and what it is at least or at most."""

    figure: str
    words: str
    part: Part
    least: float | None = None
    most: float | None = None

    def is_met(self, figure: Figure) -> bool | None:
        """None when there is nothing to judge by, as without the peers."""
        value = self.part(figure)
        if value is None:
            return None
        return not (
            (self.least is not None and value < self.least)
            or (self.most is not None and value > self.most)
        )


def ratio(figure: Figure) -> float | None:
    return figure.ratio


def middle(figure: Figure) -> float | None:
    return figure.median


TARGETS = (
    Target("send-http 64", "at least 50 % of limit-one", ratio, least=0.5),
    Target("send-http 64 beside ejabberd at its best", "ahead", ratio, least=1.0),
    Target("send-http 64 beside synapse at its best", "at least 100 ×", ratio, least=100),
    Target("send-http 256", "at least 100 % of limit-one", ratio, least=1.0),
    Target("send-http 256 beside ejabberd at its best", "at least 2 ×", ratio, least=2.0),
    Target("CPU per message beside ejabberd", "under it", ratio, most=1.0),
    Target("send-batch", "at least 100 % of limit-set", ratio, least=1.0),
    Target("send-hot", "at least 5 × one transaction each", ratio, least=5.0),
    Target("latency at 50/s: p50", "under 10 ms", middle, most=10),
    Target("latency at 50/s: p99", "under 40 ms", middle, most=40),
    Target("latency at 50/s: p99 beside the quickest peer", "under it", ratio, most=1.0),
    Target("fanout 200", "at least 60 % of bare", ratio, least=0.6),
    Target("fanout 200 beside ejabberd", "ahead", ratio, least=1.0),
    Target("fanout 1000", "at least 60 % of bare", ratio, least=0.6),
    Target("fanout 1000 beside ejabberd", "ahead", ratio, least=1.0),
    Target("fanout 1000: p99", "under 250 ms", middle, most=250),
    Target("memory of 1,000 idle streams", "under 25 MB", middle, most=25),
    Target("memory of web and worker", "under 250 MB", middle, most=250),
    Target("history, dearest", "under 5 ms", middle, most=5),
    Target("history, dearest", "within 1.5 × of the cheapest", ratio, most=1.5),
    Target("inbox of 5,000 conversations", "under 20 ms", middle, most=20),
    Target("search, rare word", "under 30 ms at 10⁷ messages", middle, most=30),
    Target("search, common word", "under 100 ms at 10⁷ messages", middle, most=100),
    Target("import of the #ubuntu corpus", "at least 5,000/s", middle, least=5000),
)


def judged(figures: Figures) -> list[tuple[str, str, str]]:
    """For each target that was measured: the figure, the target, and whether it is met."""
    found = []
    for target in TARGETS:
        figure = figures.get(target.figure)
        met = figure and target.is_met(figure)
        if met is not None:
            found.append((target.figure, target.words, "met" if met else "MISSED"))
    return found
