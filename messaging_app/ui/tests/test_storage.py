"""The one style sheet that is served."""

import re
from pathlib import Path

from ui.storage import folded

SHEETS = Path(__file__).resolve().parents[1] / "static"


def read(name: str) -> str:
    return (SHEETS / name).read_text(encoding="utf-8")


def test_the_served_sheet_needs_no_second_request() -> None:
    sheet = folded(read)
    assert "@import" not in sheet
    assert "--page:" in sheet


def test_every_sheet_of_the_folder_is_in_the_served_one() -> None:
    imported = set(re.findall(r'@import "([\w-]+\.css)"', read("ui/ui.css")))
    assert imported == {file.name for file in (SHEETS / "ui").glob("*.css")} - {"ui.css"}


def test_each_sheet_keeps_its_layer() -> None:
    assert folded(read).count("@layer ") == len(re.findall("@import", read("ui/ui.css"))) + 1
