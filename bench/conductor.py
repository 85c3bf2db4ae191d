"""Plays the scenarios, round by round, and says what came out."""

import json
import time
from collections.abc import Sequence

from bench import machine
from bench.arguments import Options
from bench.figures import Figures, collect
from bench.plot import draw
from bench.scenarios import SCENARIOS
from bench.scenarios.scenario import Scenario
from bench.stage import Stage
from bench.table import columns, table
from bench.targets import judged

TARGET_HEAD = ("figure", "target", "")


def conduct(stage: Stage, options: Options) -> int:
    """Play, print the table, write the files; return 1 when a check failed, else 0."""
    about = machine.description()
    for name, value in about.items():
        stage.say(f"{name}: {value}")
    for warning in machine.warnings():
        stage.say(f"WARNING  {warning}")
    figures: Figures = {}
    for name in options.scenarios:
        perform(SCENARIOS[name](stage), options.rounds, figures)
    _tell(figures, stage)
    _write(figures, about, stage, options)
    return 1 if stage.problems else 0


def perform(scenario: Scenario, rounds: int, figures: Figures) -> None:
    """One scenario from beginning to end. What breaks it is a problem, and the next one follows."""
    stage = scenario.stage
    began = time.monotonic()
    try:
        scenario.prepare()
        for _ in range(rounds):
            collect(scenario.play(), figures)
    except Exception as failure:  # one that is broken must not hide the others
        stage.check(scenario.name, [f"did not finish: {type(failure).__name__}: {failure}"])
    finally:
        scenario.tidy()
    stage.say(f"{scenario.name}: {rounds} rounds in {time.monotonic() - began:.0f} s")


def _tell(figures: Figures, stage: Stage) -> None:
    stage.say(f"\n{table(figures.values())}\n")
    if not stage.is_quick:
        stage.say(f"{columns([TARGET_HEAD, *judged(figures)])}\n")
    stage.say(_verdict(stage.problems))


def _write(figures: Figures, about: dict[str, str], stage: Stage, options: Options) -> None:
    if options.json:
        report = {
            "about": about,
            "figures": {name: figure.as_json() for name, figure in figures.items()},
            "targets": judged(figures),
            "problems": stage.problems,
            "notes": stage.notes,
        }
        options.json.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n")
    if options.plot:
        draw(figures, options.plot)


def _verdict(problems: Sequence[str]) -> str:
    if problems:
        return "\n".join([f"{len(problems)} checks FAILED:", *problems])
    return "All checks hold: everything accepted is stored once, without holes, and was heard."
