"""A Redis of a test's own: Debian's redis-server, or valkey-server, on a port or a socket."""

import shutil
import socket
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

PATIENCE = 20.0


class RedisServer:
    """Runs in a folder, and keeps nothing there; it can be killed and started again."""

    def __init__(self, folder: Path, *, port: int = 0, via: Sequence[str] = ()) -> None:
        self.socket = folder / "redis.sock"
        self.url = f"redis://127.0.0.1:{port}" if port else f"unix://{self.socket}"
        self._options = ["--port", str(port), "--unixsocket", str(self.socket), "--dir", folder]
        self._via = via
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.socket.unlink(missing_ok=True)
        keep_nothing = ["--save", "", "--appendonly", "no", "--protected-mode", "no"]
        command = [*self._via, program(), *self._options, *keep_nothing]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + PATIENCE
        while not self._answers():
            assert self._process.poll() is None, "redis-server ended"
            assert time.monotonic() < deadline, "redis-server does not answer"
            time.sleep(0.02)

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as probe:
            try:
                probe.connect(str(self.socket))
            except OSError:
                return False
        return True


def program() -> str:
    found = shutil.which("redis-server") or shutil.which("valkey-server")
    assert found, "The tests need redis-server (Debian: apt install redis-server): see bin/test."
    return found
