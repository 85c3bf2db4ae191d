"""The part of a file that a player asks for."""

import pytest

from chats.files.ranges import Unsatisfiable, wanted


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("bytes=0-99", (0, 99)),
        ("bytes=0-", (0, 999)),
        ("bytes=500-5000", (500, 999)),
        ("bytes=-100", (900, 999)),
        ("bytes=-5000", (0, 999)),
        ("bytes=999-999", (999, 999)),
        ("", None),
        ("bytes=-", None),
        ("bytes=9-5", None),
        ("bytes=0-1,5-9", None),
        ("items=0-1", None),
        ("bytes=a-b", None),
        ("bytes=\u0661-\u0662", None),
        ("bytes=" + "9" * 400 + "-", None),
    ],
)
def test_a_range_is_read(header: str, part: tuple[int, int] | None) -> None:
    assert wanted(header, 1000) == part


@pytest.mark.parametrize("header", ["bytes=1000-", "bytes=5000-6000", "bytes=-0"])
def test_a_range_outside_is_refused(header: str) -> None:
    with pytest.raises(Unsatisfiable):
        wanted(header, 1000)


def test_nothing_has_no_part() -> None:
    with pytest.raises(Unsatisfiable):
        wanted("bytes=0-", 0)
