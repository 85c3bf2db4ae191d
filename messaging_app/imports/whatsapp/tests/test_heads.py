"""Dates and times as phones of many countries write them."""

from datetime import UTC

import pytest

from imports.broken import Broken
from imports.whatsapp.dates import Dates, moment_of
from imports.whatsapp.heads import Head, head_of


def head(line: str) -> Head:
    found = head_of(line)
    assert found
    return found


@pytest.mark.parametrize(
    "line",
    [
        "14/11/2023, 22:13 - Ann: hi",
        "14/11/23 22:13 - Ann: hi",
        "11/14/23, 10:13 PM - Ann: hi",
        "11/14/23, 10:13\u202fPM - Ann: hi",
        "14/11/2023, 10:13 p. m. - Ann: hi",
        "14/11/2023, 10:13 pm - Ann: hi",
        "14.11.23, 22:13 - Ann: hi",
        "14.11.2023 klo 22.13 - Ann: hi",
        "14-11-2023 22:13 - Ann: hi",
        "2023-11-14 22:13 - Ann: hi",
        "2023/11/14, 22:13 - Ann: hi",
        "2023/11/14 午後10:13 - Ann: hi",
        "14/11/2566 22:13 - Ann: hi",
        "[14/11/23, 22:13:20] Ann: hi",
        "\u200e[14/11/23, 22:13:20] Ann: hi",
        "[11/14/23, 10:13:20 PM] Ann: hi",
        "[11/14/23, 10:13:20\u202fPM] ~\u202fAnn: hi",
        "[14.11.23, 22:13:20] Ann: hi",
        "[14.11.2023 klo 22.13.20] Ann: hi",
        "[14.11.2023, 22:13:20] Ann: hi",
        "[2023. 11. 14. 오후 10:13:20] Ann: hi",
        "[2023/11/14 下午10:13:20] Ann: hi",
        "[14/11/2023, 10:13:20 م] Ann: hi",
        "\u200f[١٤/١١/٢٠٢٣، ١٠:١٣:٢٠ م] Ann: hi",
        "[14\u200f/11\u200f/2023, 22:13:20] Ann: hi",
    ],
)
def test_heads_of_many_countries_are_read(line: str) -> None:
    dates = Dates()
    found = head(line)
    dates.look(found)
    at = moment_of(found, dates.order()[0], UTC, "it")
    assert (at.year, at.month, at.day, at.hour, at.minute) == (2023, 11, 14, 22, 13)
    assert (found.sender, found.text) == ("Ann", "hi")


@pytest.mark.parametrize(
    "line",
    ["hi", "", "14/11 we meet", "at 14/11/2023, 22:13 - Ann: hi", "22:13 - Ann: hi", "[note] x: y"],
)
def test_other_lines_go_on_with_the_message(line: str) -> None:
    assert head_of(line) is None


@pytest.mark.parametrize(
    ("line", "sender", "text"),
    [
        ("14/11/2023, 22:13 - Ann created group “Garden: ours”", "", ""),
        ("14/11/2023, 22:13 - Messages are encrypted.", "", ""),
        ("14/11/2023, 22:13 - +49 170 123: hi: there", "+49 170 123", "hi: there"),
        ("14/11/2023, 22:13 - Ann:", "Ann", ""),
        ("14/11/2023, 22:13 - Ann - work: 10 - 2 = 8", "Ann - work", "10 - 2 = 8"),
        ("[14/11/23, 22:13:20] ~ Ann: [a] b: c", "Ann", "[a] b: c"),
    ],
)
def test_senders_and_notices_are_told_apart(line: str, sender: str, text: str) -> None:
    found = head(line)
    assert found.sender == sender
    assert found.text == text or not sender


@pytest.mark.parametrize(("hour", "wanted"), [("12:05 am", 0), ("12:05 pm", 12), ("1:05 pm", 13)])
def test_noon_and_midnight(hour: str, wanted: int) -> None:
    assert head(f"1/2/23, {hour} - Ann: x").time[0] == wanted


@pytest.mark.parametrize(
    ("lines", "order", "is_certain"),
    [
        (["5/6/23, 10:00 - A: x", "13/6/23, 10:00 - A: x"], "dmy", True),
        (["5/6/23, 10:00 - A: x", "6/13/23, 10:00 - A: x"], "mdy", True),
        (["2/1/23, 10:00 - A: x", "1/2/23, 10:00 - A: x"], "dmy", True),
        (["1/2/23, 10:00 - A: x", "2/1/23, 10:00 - A: x"], "mdy", True),
        (["5/6/23, 10:00 - A: x"], "dmy", False),
        (["5/6/23, 10:00 AM - A: x"], "mdy", False),
        (["5.6.23, 10:00 AM - A: x"], "dmy", False),
    ],
)
def test_the_whole_of_a_chat_tells_the_order(
    lines: list[str], order: str, is_certain: bool
) -> None:
    dates = Dates()
    for line in lines:
        dates.look(head(line))
    assert dates.order() == (order, is_certain)


def test_dates_of_two_orders_are_refused() -> None:
    dates = Dates()
    dates.look(head("13/6/23, 10:00 - A: x"))
    dates.look(head("6/14/23, 10:00 - A: x"))
    with pytest.raises(Broken, match="no one order"):
        dates.order()


@pytest.mark.parametrize("line", ["31/2/23, 10:00 - A: x", "1/2/23, 25:00 - A: x"])
def test_a_day_that_is_none_is_refused(line: str) -> None:
    with pytest.raises(Broken, match="it has a date that is none"):
        moment_of(head(line), "dmy", UTC, "it")
