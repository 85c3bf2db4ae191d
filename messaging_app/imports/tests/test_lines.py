"""What other systems say is brought into the form of import_history, and fits it."""

import json
import random

import pytest

from chats.importing.records import PersonRecord, read
from imports import sorting
from imports.lines import conversation, made, person, talk
from imports.shortcodes import emoji_of, with_emoji


@pytest.mark.parametrize(
    ("name", "email", "wanted"),
    [
        ("Ann Lindqvist", "ann@a.example", ("Ann Lindqvist", "ann@a.example")),
        ("  Ann \n Maria\u200b  L ", "no address", ("Ann Maria L", None)),
        ("\u200b", "", ("U1", None)),
        (
            "n" * 200 + " " + "m" * 200,
            "x" * 300 + "@a.example",
            ("n" * 150 + " " + "m" * 150, None),
        ),
    ],
)
def test_people_fit(name: str, email: str, wanted: tuple[str, str | None]) -> None:
    record = read(1, json.dumps(person("U1", name, email=email)).encode())
    assert isinstance(record, PersonRecord)
    assert (record.name, record.email) == wanted


def test_titles_fit() -> None:
    line = conversation("c", "group", title=" long\n" + "t" * 300, people=["a", "b", "a"])
    assert len(line["title"]) <= 255 and line["participants"] == ["a", "b"]


def test_who_talks_makes_the_kind_of_a_talk() -> None:
    assert talk("c", ["b", "a"])["kind"] == "direct"
    assert talk("c", ["b", "a", "c"], title="Us")["title"] == "Us"
    assert (talk("c", ["a", "a"])["kind"], talk("c", ["a"])["title"]) == ("group", "Notes")


def test_ids_depend_on_where_their_parts_end() -> None:
    assert made("ab", "c") != made("a", "bc")


@pytest.mark.parametrize("held", [1, 3, 1000])
def test_lines_are_sorted_by_their_times(held: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sorting, "HELD", held)
    lines = [(at, {"id": f"{at} {number}"}) for at in range(5) for number in range(2)]
    order = random.Random(held)  # noqa: S311 - the same at every run
    shuffled = sorted(lines, key=lambda line: (order.random(), line[1]["id"]))
    found = list(sorting.in_order(shuffled))
    assert [line["id"][0] for line in found] == [str(at) for at in range(5) for _ in range(2)]
    same = [line for at, line in shuffled if at == 2]
    assert [line for line in found if line["id"].startswith("2")] == same


@pytest.mark.parametrize(
    ("name", "emoji"),
    [
        *(("+1", "👍"), ("thumbsup", "👍"), ("heart", "❤️"), ("simple_smile", "🙂")),
        *(("wave::skin-tone-6", "👋🏿"), ("+1_medium_light_skin_tone", "👍🏼")),
        *(("point_up::skin-tone-2", "☝🏻"), ("man-shrugging", "🤷‍♂️"), ("flag-se", "🇸🇪")),
        *(("partyparrot", None), ("", None), ("nobody::skin-tone-2", None)),
    ],
)
def test_emoji_are_known_by_their_names(name: str, emoji: str | None) -> None:
    assert emoji_of(name) == emoji


def test_emoji_in_words_are_drawn_but_not_in_code() -> None:
    assert with_emoji(":tada: at 10:30:45 `:tada:` :nope:") == "🎉 at 10:30:45 `:tada:` :nope:"
