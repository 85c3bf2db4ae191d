"""Lines into the order of their times, more of them than fit into memory."""

import heapq
import json
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from typing import IO

from imports.lines import Line

HELD = 50_000

Timed = tuple[int, int, Line]


def in_order(lines: Iterable[tuple[int, Line]]) -> Iterator[Line]:
    """Yield the lines by their times; those of one time stay as they came."""
    with ExitStack() as stack:
        runs: list[Iterable[Timed]] = []
        some: list[Timed] = []
        for number, (at, line) in enumerate(lines):
            some.append((at, number, line))
            if len(some) >= HELD:
                file = stack.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8"))
                runs.append(_laid_down(file, some))
                some = []
        some.sort(key=_place)
        for __, __, line in heapq.merge(*runs, some, key=_place):
            yield line


def _place(timed: Timed) -> tuple[int, int]:
    return timed[:2]


def _laid_down(file: IO[str], some: list[Timed]) -> Iterator[Timed]:
    """Write them down now; read them again one by one."""
    for timed in sorted(some, key=_place):
        file.write(json.dumps(timed) + "\n")
    file.seek(0)
    return (_timed(line) for line in file)


def _timed(line: str) -> Timed:
    at, number, content = json.loads(line)
    return at, number, content
