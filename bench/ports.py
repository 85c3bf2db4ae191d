"""Ports, and waiting until somebody answers there."""

import socket
import subprocess
import time
from pathlib import Path
from typing import Any

PATIENCE = 90.0


class NotStarted(Exception):
    """A process ended, or did not answer in time; the words are the end of its log."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until_answers(port: int, process: subprocess.Popen[Any], log: Path) -> None:
    """Return when somebody listens on the port; raises NotStarted."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise NotStarted(log.read_text(errors="replace")[-2000:])
