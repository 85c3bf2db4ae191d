"""The icons of Lucide that Rapport uses, ready to stand in a page."""

import re
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "icons"
SHAPES = re.compile(r"<(?:path|circle|rect|line|polyline|polygon|ellipse)\b[^>]*/>")


def names() -> list[str]:
    return sorted(file.stem for file in FOLDER.glob("*.svg"))


@cache
def shapes(name: str) -> str:
    """The drawing alone; size, stroke and colour come from the style sheet."""
    file = FOLDER / f"{name}.svg"
    if not file.is_file():
        raise LookupError(f"There is no icon named {name} in ui/icons.")
    return "".join(SHAPES.findall(file.read_text(encoding="utf-8")))
