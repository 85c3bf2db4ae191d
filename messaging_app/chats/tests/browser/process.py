"""The web server as a process of its own, which a test can kill and start again."""

import os
import socket
import subprocess
import sys
import time
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import urlopen

from django.conf import settings
from django.db import connection

PATIENCE = 60.0
# Under pytest's settings: plain static files, a quick password hash, and the test database.
PROGRAM = """
import sys
import pytest
import config.asgi
from config.server import claim, serve
serve(claim("127.0.0.1", int(sys.argv[1]))[0])
"""


class ServerProcess:
    """Serves the test database on a port that stays the same over every restart."""

    def __init__(self) -> None:
        self.port = _free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Return when the first page can be asked for."""
        self._process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(self.port)],
            cwd=settings.APP_DIR,
            env=os.environ | {"DATABASE_URL": _database_url(), "PYTHONPATH": str(settings.APP_DIR)},
            stdout=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + PATIENCE
        while not self._answers():
            assert self._process.poll() is None, "the server ended while it started"
            assert time.monotonic() < deadline, "the server does not answer"
            time.sleep(0.05)

    def stop(self) -> None:
        """As a deploy does: open streams are told to come back later."""
        if self._process:
            self._process.terminate()
            self._process.wait(PATIENCE)

    def kill(self) -> None:
        """As a crash does."""
        if self._process:
            self._process.kill()
            self._process.wait(PATIENCE)

    def restart(self) -> None:
        self.stop()
        self.start()

    def _answers(self) -> bool:
        try:
            with urlopen(f"{self.address}/health/", timeout=10) as answer:  # noqa: S310 - our own
                return bool(answer.status == 200)
        except (URLError, OSError):
            return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _database_url() -> str:
    """The address of the database that this test uses."""
    values = connection.settings_dict
    host, port = str(values["HOST"] or ""), values["PORT"]
    user = quote(values["USER"] or "", safe="")
    password = f":{quote(values['PASSWORD'], safe='')}" if values["PASSWORD"] else ""
    if host.startswith("/"):
        place, query = "", f"?host={quote(host, safe='')}"
    else:
        place, query = f"{host}:{port}" if port else host, ""
    who = f"{user}{password}@" if user else ""
    return f"postgresql://{who}{place}/{values['NAME']}{query}"
