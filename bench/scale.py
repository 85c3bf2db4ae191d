"""`bin/bench --scale SMALL LARGE …`: what the same costs where there is more of everything."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bench.arguments import Options
from bench.paths import ROOT
from bench.table import columns, number

Figures = dict[str, dict[str, Any]]


def compare(options: Options, say: Callable[[str], None]) -> int:
    """Measure each installation by itself, and print them side by side; return 1 when a check
    failed anywhere, else 0."""
    found: list[Figures] = []
    failed = False
    for folder in options.scale:
        say(f"\n== {folder}")
        figures, went_well = _measure(folder, options)
        found.append(figures)
        failed |= not went_well
    say(f"\n{_side_by_side(options.scale, found)}")
    return int(failed)


def _measure(folder: Path, options: Options) -> tuple[Figures, bool]:
    """In a process of its own, for Django knows one database only."""
    with tempfile.NamedTemporaryFile(suffix=".json") as report:
        made = subprocess.run(
            [
                *(sys.executable, "-m", "bench", "--at", str(folder)),
                *("--scenarios", ",".join(options.scenarios)),
                *("--rounds", str(options.rounds), "--json", report.name),
            ],
            cwd=ROOT,
        )
        written = Path(report.name).read_text()
    return (json.loads(written)["figures"] if written else {}), made.returncode == 0


def _side_by_side(folders: Sequence[Path], found: list[Figures]) -> str:
    """A line for each figure; the last column sets the last installation beside the first."""
    names = list(dict.fromkeys(name for figures in found for name in figures))
    head = ("figure", *(folder.name for folder in folders), "unit", "last : first")
    return columns([head, *(_row(name, found) for name in names)])


def _row(name: str, found: list[Figures]) -> tuple[str, ...]:
    medians = [figures[name]["median"] if name in figures else None for figures in found]
    shown = ["" if one is None else number(one) for one in medians]
    unit = next(figures[name]["unit"] for figures in found if name in figures)
    first, last = medians[0], medians[-1]
    return (name, *shown, unit, f"{last / first:.2f}" if first and last else "")
