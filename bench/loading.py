"""Starts the load tool, and reads what it found."""

import json
import subprocess
import sys
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from bench import postgresql
from bench.load.job import Job
from bench.paths import ROOT
from bench.processes import cpu_seconds
from bench.programs import ProgramFailed, run
from bench.systems import Cast, System

PATIENCE = 240.0  # seconds beyond those that the work itself takes
COMMAND = [sys.executable, "-m", "bench.load"]


@dataclass(frozen=True)
class Result:
    """What the load tool found, with the time that server and database took for it."""

    found: dict[str, Any]
    cpu: float
    problems: list[str]

    @property
    def accepted(self) -> int:
        return int(self.found["accepted"])

    @property
    def rate(self) -> float:
        """Messages accepted in a second."""
        return float(self.found["rate"])

    @property
    def cpu_per_message(self) -> float:
        """Milliseconds of server and database together."""
        return 1000 * self.cpu / max(self.accepted, 1)


def load(system: System, work: str, cast: Cast, **options: Any) -> Result:
    """Do some work on a system, and check afterwards what it has stored."""
    job = _job(system, work, cast, **options)
    ledger = system.ledger(cast, job.run)
    before = cpu_seconds([*system.processes(), *postgresql.processes()])
    found = _run(job)
    cpu = cpu_seconds([*system.processes(), *postgresql.processes()]) - before
    return Result(found, cpu, found["problems"] + ledger.problems(found["accepted"]))


def found_by(system: System, work: str, cast: Cast, **options: Any) -> dict[str, Any]:
    """Do some work on a system that stores nothing; return what the load tool found."""
    return _run(_job(system, work, cast, **options))


@contextmanager
def held_open(system: System, cast: Cast) -> Iterator[None]:
    """Inside, all listeners of the cast have open streams."""
    job = _job(system, "idle", cast)
    with subprocess.Popen(
        COMMAND, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin and process.stdout
        process.stdin.write(f"{job}\n")
        process.stdin.flush()
        watch = threading.Timer(PATIENCE, process.kill)
        watch.start()
        try:
            if process.stdout.readline() != "open\n":
                raise ProgramFailed("the streams did not open")
            yield
            process.communicate("close\n")
        finally:
            watch.cancel()
            process.kill()


def _job(system: System, work: str, cast: Cast, *, protocol: str = "", **options: Any) -> Job:
    return Job(
        system=protocol or system.protocol,
        work=work,
        host=system.host,
        port=system.port,
        run=f"run{uuid.uuid4().hex[:10]}",
        speakers=cast.speakers,
        listeners=cast.listeners,
        **options,
    )


def _run(job: Job) -> dict[str, Any]:
    said = run(COMMAND, at=ROOT, words=f"{job}\n", patience=job.warm + job.seconds + PATIENCE)
    result: dict[str, Any] = json.loads(said)
    return result
