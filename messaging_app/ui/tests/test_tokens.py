"""The colours of the house read well: every pair of the design is computed."""

import re
from pathlib import Path

import pytest

SHEET = Path(__file__).resolve().parents[1] / "static" / "ui" / "tokens.css"
PAIR = re.compile(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")
ONE = re.compile(r"--([\w-]+): (#[0-9a-f]{6});")
TEXT, GRAPHIC = 4.5, 3.0
GROUNDS = ("page", "paper", "raised", "sunk", "hover", "accent-soft")


def _tokens() -> dict[str, tuple[str, str]]:
    sheet = SHEET.read_text(encoding="utf-8")
    pairs = {name: (light, dark) for name, light, dark in PAIR.findall(sheet)}
    return pairs | {name: (colour, colour) for name, colour in ONE.findall(sheet)}


TOKENS = _tokens()


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def least(name: str, ground: str) -> float:
    return min(contrast(a, b) for a, b in zip(TOKENS[name], TOKENS[ground], strict=True))


def test_contrast_is_computed_as_the_standard_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#0b5c6b", "#ffffff") == pytest.approx(7.6, abs=0.05)


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("ink", ["ink", "ink-2", "ink-3"])
def test_plain_text_reads_on_every_surface(ink: str, ground: str) -> None:
    assert least(ink, ground) >= TEXT


def test_hints_read_on_the_selected_row() -> None:
    assert least("ink-3", "accent-soft") >= 4.8


@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        *[("accent-ink", ground) for ground in GROUNDS],
        *[("on-accent", ground) for ground in ("accent", "accent-hover", "accent-press")],
        ("on-accent", "bad-fill"),
        ("on-accent", "answer"),
        ("on-accent", "stage"),
        ("own-ink", "own"),
        ("own-2", "own"),
        ("page", "ink"),
        ("ink", "note"),
        ("note-ink", "note"),
        *[(ink, ground) for ink in ("good", "warn", "bad") for ground in ("page", "paper")],
        *[(ink, f"{ink}-soft") for ink in ("good", "warn", "bad")],
        *[(f"hue-{hue}-ink", f"hue-{hue}") for hue in range(8)],
        *[(f"hue-{hue}-ink", "page") for hue in range(8)],
    ],
)
def test_coloured_text_reads_on_its_ground(ink: str, ground: str) -> None:
    assert least(ink, ground) >= TEXT


@pytest.mark.parametrize(
    "graphic",
    ["line-strong", "accent", "dot-on", "dot-away", "chart-1", "chart-2", "chart-3", "chart-4"],
)
def test_graphics_stand_out_from_the_page(graphic: str) -> None:
    assert least(graphic, "page") >= GRAPHIC


def test_own_tint_keeps_own_text_readable() -> None:
    for theme, strength in ((0, 0.13), (1, 0.11)):
        own = TOKENS["own"][theme]
        mixed = [
            round(int(own[at : at + 2], 16) * (1 - strength) + 255 * strength) for at in (1, 3, 5)
        ]
        assert contrast("#{:02x}{:02x}{:02x}".format(*mixed), TOKENS["own-ink"][theme]) >= TEXT


def test_every_custom_property_used_is_a_token_or_set_beside_it() -> None:
    sheets = {file.name: file.read_text(encoding="utf-8") for file in SHEET.parent.glob("*.css")}
    known = set(re.findall(r"(--[\w-]+)\s*:", " ".join(sheets.values())))
    used = set(re.findall(r"var\((--[\w-]+)", " ".join(sheets.values())))
    assert used <= known


def test_no_sheet_but_the_tokens_has_colours_of_its_own() -> None:
    for file in SHEET.parent.glob("*.css"):
        if file.name != SHEET.name:
            assert not re.findall(r"#[0-9a-f]{3,8}\b", file.read_text(encoding="utf-8")), file.name
