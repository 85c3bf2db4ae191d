"""`bin/bench servers`: uvicorn, granian and hypercorn with nothing behind them, side by side."""

import argparse
import signal
import sys
import time

from bench import machine
from bench.figures import Figures
from bench.processes import allow_many_files
from bench.servers.comparing import compared
from bench.servers.kinds import kinds
from bench.servers.measuring import play


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser("bin/bench servers", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    allow_many_files()
    for name, value in machine.description().items():
        say(f"{name}: {value}")
    for warning in machine.warnings():
        say(f"WARNING  {warning}")
    say(f"\n{_rounds(max(1, asked.rounds))}")
    return 0


def _rounds(count: int) -> str:
    servers = kinds(say)
    figures: dict[str, Figures] = {}
    for number in range(1, count + 1):
        began = time.monotonic()
        play(servers, figures, say)
        say(f"round {number} of {count}: {time.monotonic() - began:.0f} s")
    return compared(figures)


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
