"""What the load tool notices of what it sees."""

from bench.load.events import Events, number_in
from bench.load.tally import Ear, Heard, Tally, spread
from bench.load.words import mark_in, text


def test_a_message_is_known_again_by_its_mark() -> None:
    assert mark_in(f'{{"body": "{text("run1", 42)}"}}'.encode()) == 42
    assert mark_in(b"event: hello") == -1


def test_events_that_the_network_cut_are_joined() -> None:
    taken: list[bytes] = []
    events = Events(taken.append)
    for piece in (b'event: change\ndata: {"se', b'q":7}\n', b"\nevent: row\n\nev"):
        events.feed(piece)
    assert taken == [b'event: change\ndata: {"seq":7}', b"event: row"]
    assert number_in(taken[0]) == 7
    assert number_in(taken[1]) is None


def test_a_number_that_is_left_out_or_comes_twice_is_a_hole() -> None:
    ear = Ear(last=4)
    for number in (5, 6, 8, 8, 9):
        ear.note(number, number)
    assert ear.count == 5
    assert ear.holes == 2


def test_a_listener_who_missed_something_is_told_of() -> None:
    heard = _heard([[1, 2], [1]])
    assert heard.problems([2, 2]) == ["1 listeners heard too little or too much: ['1 of 2']"]
    assert heard.problems([2, 1]) == []


def test_listeners_who_heard_different_orders_are_told_of() -> None:
    assert _heard([[1, 2], [1, 2]]).disagreements() == []
    assert _heard([[1, 2], [2, 1]]).disagreements() == ["the listeners heard 2 different orders"]


def test_the_last_one_to_hear_a_message_is_noticed() -> None:
    heard = _heard([[], []])
    heard.left[1] = 2
    assert [heard.note(ear, 1, None, 10) for ear in heard.ears] == [1, 0]


def test_only_what_was_accepted_counts() -> None:
    tally = Tally("run1", seconds=60, warm=0)
    tally.start()
    for is_accepted in (True, False, True):
        mark, _ = tally.next()
        tally.accept(mark) if is_accepted else tally.refuse("403")
    summary = tally.summary()
    assert summary["accepted"] == 2
    assert summary["problems"] == ["refused 1 times: 403"]


def test_the_spread_is_in_milliseconds() -> None:
    found = spread([number / 1000 for number in range(1, 101)])
    assert {name: round(value) for name, value in found.items()} == {
        "p50": 50,
        "p99": 99,
        "max": 100,
    }


def _heard(orders: list[list[int]]) -> Heard:
    heard = Heard(Tally("run1", seconds=1, warm=0))
    for marks in orders:
        heard.ears.append(Ear(last=None))
        for mark in marks:
            heard.note(heard.ears[-1], mark, None, 10)
    return heard
