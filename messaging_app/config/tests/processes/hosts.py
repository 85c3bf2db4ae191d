"""Web processes, and the people who visit them, each a real process wherever it is told to run."""

import contextlib
import json
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from chats.tests.live.conftest import Listener
from config.supervisor import MANAGE

VISITOR = Path(__file__).with_name("visitor.py")
PATIENCE = 90.0


class Host:
    """A web process; `via` is put before its command, and before those of its visitors."""

    def __init__(self, environment: Mapping[str, str], *, via: Sequence[str] = ()) -> None:
        self.via = via
        self.port = free_port()
        command = [*via, sys.executable, str(MANAGE), "web", "--port", str(self.port)]
        self.process = subprocess.Popen(command, env=environment)

    def visit(self, session: str, conversation: object, seq: int) -> "Visit":
        address = f"http://127.0.0.1:{self.port}"
        return Visit([*self.via, sys.executable, str(VISITOR), address], session, conversation, seq)

    def end(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Visit(Listener):
    """Somebody's open stream on a host, from a number of a conversation on."""

    def __init__(self, command: list[str], session: str, conversation: object, seq: int) -> None:
        super().__init__()
        self._first = seq
        self._process = subprocess.Popen(
            [*command, session, str(conversation), str(seq)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )
        threading.Thread(target=self._read, daemon=True).start()

    def post(self, words: str) -> None:
        """Begin to post, until it is accepted."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{words}\n")

    def type(self) -> None:
        self.post("")

    def heard_all_up_to(self, last: int) -> bool:
        """Whether every number has come once and in order; at once False when one has not."""
        seqs = self.changes()
        assert seqs == list(range(self._first + 1, self._first + 1 + len(seqs))), seqs
        return seqs[-1:] == [last]

    def wait_long(self, event: str, **expected: object) -> None:
        self.wait(until=lambda me: me.find(event, **expected), seconds=PATIENCE)

    def leave(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        self._process.wait()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            event, data = json.loads(line)
            self.heard.append((event, data, ""))
        self.is_open = False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def manage(environment: Mapping[str, str], *arguments: str) -> str:
    return subprocess.run(
        [sys.executable, str(MANAGE), *arguments],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    ).stdout


def run(environment: Mapping[str, str], code: str) -> Any:
    """Run code in a shell; what it prints behind JSON comes back."""
    lines = manage(environment, "shell", "-v0", "-c", code).splitlines()
    return json.loads(next(line for line in lines if line.startswith("JSON"))[4:])
