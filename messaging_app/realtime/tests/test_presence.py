"""Who is here is known from signs of life, and forgotten without them."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import pytest

from realtime import bell, presence


@pytest.fixture(autouse=True)
def hearing() -> Iterator[None]:
    presence.forget_everybody()

    def hear(topics: Iterable[str]) -> None:
        for topic in topics:
            if topic.startswith("presence:"):
                presence.hear(topic)

    stop = bell.listen(hear)
    yield
    stop()
    presence.forget_everybody()


def test_an_open_stream_is_online_and_a_closed_one_offline() -> None:
    assert presence.state_of("ann") == "offline"
    presence.arrived(["ann"])
    assert presence.state_of("ann") == "online"
    presence.left(["ann"])
    assert presence.state_of("ann") == "offline"


def test_somebody_may_be_away_and_come_back() -> None:
    presence.arrived(["ann"])
    presence.set_away("ann", True)
    assert presence.everybody() == {"ann": "away"}
    presence.set_away("ann", False)
    assert presence.everybody() == {"ann": "online"}


def test_one_process_saying_goodbye_leaves_the_other_one() -> None:
    presence.hear("presence:ann:here:p1")
    presence.hear("presence:ann:here:p2")
    presence.hear("presence:ann:gone:p1")
    assert presence.state_of("ann") == "online"


def test_without_a_sign_of_life_somebody_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presence, "REMEMBERED", -1.0)
    presence.arrived(["ann"])
    assert presence.state_of("ann") == "offline"


def test_a_process_that_fell_silent_is_noticed_at_the_next_sign_of_life(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert presence.hear("presence:ann:here:p1") == "ann"
    monkeypatch.setattr(presence, "_next_sweep", 0.0)
    presence._here["ann"]["p1"] = 0.0
    with told() as topics:
        presence.arrived(["ben"])
    assert "presence:ann:gone:p1" in topics
    assert "ann" not in presence._here


def test_only_what_changes_a_state_is_news() -> None:
    assert presence.hear("presence:ann:here:p1") == "ann"
    assert presence.hear("presence:ann:here:p1") is None
    assert presence.hear("presence:ann:here:p2") is None
    assert presence.hear("presence:ann:away:p2:5") == "ann"
    assert presence.hear("presence:ann:gone:p1") is None
    assert presence.hear("presence:ann:gone:p2") == "ann"


def test_what_somebody_said_last_counts_in_whatever_order_it_comes() -> None:
    presence.hear("presence:ann:here:p1")
    presence.hear("presence:ann:online:p1:20")
    presence.hear("presence:ann:away:p2:10")
    assert presence.state_of("ann") == "online"


def test_who_begins_to_hear_calls_the_roll_and_the_others_answer() -> None:
    with told() as topics:
        bell.hear(["hearing:again"])
    assert {topic.partition(":")[0] for topic in topics} == {"hearing", "roll"}
    presence.arrived(["ann", "ben", "cy"])
    presence.left(["cy"])
    presence.set_away("ben", True)
    presence.hear("presence:dee:here:p2")
    with told() as answer:
        bell.hear(["roll:p2"])
    words = sorted(topic.split(":")[1:3] for topic in answer if topic != "roll:p2")
    assert words == [["ann", "here"], ["ben", "away"], ["ben", "here"], ["cy", "gone"]]


@contextmanager
def told() -> Iterator[list[str]]:
    """What this process hears meanwhile, whoever rings."""
    topics: list[str] = []
    stop = bell.listen(topics.extend)
    yield topics
    stop()
