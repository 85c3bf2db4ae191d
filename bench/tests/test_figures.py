"""What is made of the readings."""

from bench.figures import Figures, Reading, collect
from bench.table import table
from bench.targets import judged


def test_the_ratio_is_that_of_each_round_to_its_own_limit() -> None:
    figures: Figures = {}
    for value, limit in ((100.0, 100.0), (50.0, 200.0), (90.0, 100.0)):
        collect([Reading("send-http 64", value, "messages/s", "limit-one", limit)], figures)
    assert figures["send-http 64"].median == 90
    assert figures["send-http 64"].ratio == 0.9
    assert table(figures.values()).splitlines()[1].split() == (
        ["send-http", "64", "90", "50", "100", "messages/s", "90%", "of", "limit-one"]
    )


def test_targets_are_judged_by_what_was_measured_alone() -> None:
    figures: Figures = {}
    collect(
        [
            Reading("send-http 64", 40.0, "messages/s", "limit-one", 100.0),
            Reading("latency at 50/s: p50", 9.0, "ms"),
        ],
        figures,
    )
    assert judged(figures) == [
        ("send-http 64", "at least 50 % of limit-one", "MISSED"),
        ("latency at 50/s: p50", "under 10 ms", "met"),
    ]
