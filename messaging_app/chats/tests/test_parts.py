"""A body that is too long becomes numbered parts, whatever is in it."""

import re

from hypothesis import given
from hypothesis import strategies as st

from chats.importing.parts import split

PREFIX = re.compile(r"\((\d+)/(\d+)\) ")


@given(st.text(max_size=400), st.integers(min_value=30, max_value=60))
def test_the_parts_together_are_the_body(body: str, longest: int) -> None:
    parts = split(body, longest)
    assert all(len(part) <= longest for part in parts)
    if len(body) <= longest:
        assert parts == [body]
        return
    found = [PREFIX.match(part) for part in parts]
    assert [m and m[1] for m in found] == [str(n) for n in range(1, len(parts) + 1)]
    assert {m and m[2] for m in found} == {str(len(parts))}
    assert "".join(PREFIX.sub("", part, count=1) for part in parts) == body


def test_a_line_is_kept_whole_where_it_can_be() -> None:
    first, second = split("one two three four\nfive six seven", 26)
    assert (first, second) == ("(1/2) one two three four\n", "(2/2) five six seven")


def test_an_accent_stays_with_its_letter() -> None:
    parts = split("e\u0301" * 40, 27)
    assert not any(PREFIX.sub("", part).startswith("\u0301") for part in parts)


def test_ten_parts_need_wider_numbers() -> None:
    parts = split("x" * 500, 50)
    assert parts[0].startswith("(1/12) ") and all(len(part) <= 50 for part in parts)
