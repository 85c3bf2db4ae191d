"""The bare application as a system under load."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import psutil

from bench.paths import ROOT
from bench.ports import NotStarted, free_port, until_answers
from bench.processes import end_family, family
from bench.systems import Cast, NothingStored

Command = Sequence[str | Path]  # with {port} where the port belongs

APP = "bench.bare_app:app"
UVICORN: Command = (
    *(sys.executable, "-m", "uvicorn", APP, "--port={port}", "--loop=uvloop", "--http=httptools"),
    *("--ws=none", "--lifespan=off", "--no-access-log"),
)


class BareSystem:
    """Runs from its making until `close`; `frame` is how many bytes it sends to each stream.

    Each event is a write, unless those that wait are to be `joined`. Raises NotStarted.
    """

    name = "bare"
    protocol = "bare"
    host = "127.0.0.1"
    crowds: tuple[int, ...] = (64,)
    most_listeners = 10_000
    most_pairs = 10_000

    def __init__(self, *, frame: int, joined: bool = False, command: Command = UVICORN) -> None:
        self.port = free_port()
        self._log = tempfile.NamedTemporaryFile(prefix="bench-bare-")  # noqa: SIM115 - see close
        self._process = subprocess.Popen(
            [str(part).format(port=self.port) for part in command],
            cwd=ROOT,
            env={**os.environ, "FRAME": str(frame), "MOST": "1000" if joined else "1"},
            stdout=self._log,
            stderr=self._log,
        )
        try:
            until_answers(self.port, self._process, Path(self._log.name))
        except NotStarted:
            self.close()
            raise

    def close(self) -> None:
        end_family(self._process)  # asked to end, it would wait for its open streams
        self._log.close()

    def pairs(self, count: int) -> Cast:
        return Cast([{}] * count, [{}] * count)

    def group(self, listeners: int, speakers: int) -> Cast:
        return Cast([{}] * speakers, [{}] * listeners)

    def ledger(self, cast: Cast, run: str) -> NothingStored:
        return NothingStored()

    def restart(self) -> None:
        """It has nothing to forget: each one is new."""

    def processes(self) -> list[psutil.Process]:
        return family(self._process.pid)
