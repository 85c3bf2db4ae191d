"""What may be asked for on the command line."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.names import NAMES, QUICK, SCALE


@dataclass(frozen=True)
class Options:
    scenarios: Sequence[str]
    rounds: int
    is_quick: bool
    with_peers: bool
    workers: int | None
    at: Path | None
    scale: Sequence[Path]
    json: Path | None
    plot: Path | None


def parse(arguments: Sequence[str]) -> Options:
    """Read the command line; ends the program with a sentence when it makes no sense."""
    parser = argparse.ArgumentParser("bin/bench", description=__doc__)
    parser.add_argument("--scenarios", type=_scenarios, metavar="A,B")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--quick", action="store_true", help="short, for the checks alone")
    parser.add_argument("--peers", action="store_true", help="beside what others would run")
    parser.add_argument("--workers", type=int, help="web processes of Rapport")
    parser.add_argument("--at", type=Path, metavar="FOLDER", help="an installation to keep")
    parser.add_argument(
        "--scale", type=Path, nargs="+", default=[], metavar="FOLDER", help="compare installations"
    )
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--plot", type=Path, metavar="FILE")
    asked = parser.parse_args(arguments)
    return Options(
        scenarios=asked.scenarios or _usual(asked),
        rounds=1 if asked.quick else max(1, asked.rounds),
        is_quick=asked.quick,
        with_peers=asked.peers,
        workers=asked.workers,
        at=asked.at and asked.at.absolute(),
        scale=[folder.absolute() for folder in asked.scale],
        json=asked.json,
        plot=asked.plot,
    )


def _usual(asked: argparse.Namespace) -> Sequence[str]:
    if asked.scale:
        return SCALE
    return QUICK if asked.quick else NAMES


def _scenarios(text: str) -> Sequence[str]:
    names = [name for name in text.split(",") if name]
    unknown = [name for name in names if name not in NAMES]
    if unknown or not names:
        raise argparse.ArgumentTypeError(f"{unknown or text!r}: choose from {', '.join(NAMES)}")
    return names
