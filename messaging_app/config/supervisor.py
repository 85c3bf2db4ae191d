"""Keeps the processes of an installation running, and stops them together."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

MANAGE = Path(__file__).resolve().parent.parent / "manage.py"
PATIENCE = 25.0
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 30.0
STEADY = 60.0

Say = Callable[[str], object]


@dataclass
class Child:
    """A management command that is started again when it ends unasked."""

    command: str
    options: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    descriptors: tuple[int, ...] = ()
    mourn: Callable[[], object] = lambda: None  # called when it has ended unasked
    process: subprocess.Popen[bytes] | None = None
    pause: float = FIRST_PAUSE
    due: float = 0.0
    since: float = 0.0

    def watch(self, say: Say) -> None:
        """Start it when it is due; notice that it ended."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.due:
                self._start(now)
        elif (status := self.process.poll()) is not None:
            self.pause = FIRST_PAUSE if now - self.since > STEADY else self.pause
            say(f"{self.command} ended ({status}); starting it again in {self.pause:.0f} s.")
            self.process, self.due = None, now + self.pause
            self.mourn()
            self.pause = min(self.pause * 2, LONGEST_PAUSE)

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()

    def wait(self, deadline: float) -> None:
        if self.process is None:
            return
        try:
            self.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _start(self, now: float) -> None:
        # Its standard input is the lifeline: it ends when we do. A session of its own keeps
        # Ctrl-C from it, so that it is us who say in which order things end.
        self.process = subprocess.Popen(
            [sys.executable, MANAGE, self.command, "--supervised", *self.options],
            env=self.environment,
            stdin=subprocess.PIPE,
            pass_fds=self.descriptors,
            start_new_session=True,
        )
        self.since = now


def stop_all(children: Iterable[Child]) -> None:
    """End all at once, and wait until they have ended."""
    deadline = time.monotonic() + PATIENCE
    for child in children:
        child.stop()
    for child in children:
        child.wait(deadline)
