"""Who is here is known from signs of life, and forgotten without them."""

from collections.abc import Iterable, Iterator

import pytest

from realtime import bell, presence


@pytest.fixture(autouse=True)
def hearing() -> Iterator[None]:
    presence.forget_everybody()

    def hear(topics: Iterable[str]) -> None:
        for topic in topics:
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
