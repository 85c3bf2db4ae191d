"""Initials and hues."""

import pytest

from ui.names import HUES, hue, initials


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Ann Lindqvist", "AL"),
        ("jrib", "J"),
        ("Dr. Hye-jin Baek", "DB"),
        ("Dr_Willis", "DW"),
        ("Maria-Magdalena Wolkenstein-Rodríguez de la Fuente", "MF"),
        ("#ubuntu", "U"),
        ("unperson (imported)", "U"),
        ("Padraig Ó Conghaile", "PC"),
        ("  spaced   out  ", "SO"),
        ("田中 太郎", "田太"),
        ("", "?"),
        ("🙂", "?"),
        ("<b>", "B"),
    ],
)
def test_initials_are_the_first_letters_of_the_first_and_last_word(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_hue_is_the_same_in_every_process() -> None:
    assert [hue("ann"), hue("ben"), hue("cy")] == [hue("ann"), hue("ben"), hue("cy")]
    assert hue("0190b5a0-0000-7000-8000-000000000001") == 0


def test_hues_of_many_keys_use_the_whole_range() -> None:
    assert {hue(number) for number in range(200)} == set(range(HUES))
