"""Rapport in a folder of its own, started and stopped as its users do it."""

import http.client
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import psutil

from bench.paths import MANAGE, ROOT
from bench.ports import NotStarted, free_port
from bench.processes import family
from bench.programs import run

PATIENCE = 120.0
PAGE = "/sign-in/"


class Installation:
    """Settings of production and the defaults of everything else, on the loopback only."""

    host = "127.0.0.1"

    def __init__(self, home: Path, *, database_url: str = "", workers: int | None = None) -> None:
        self.home = home
        self.port = free_port()
        self.workers = workers
        self.log = home / "rapport.log"
        self.environment: Mapping[str, str] = {
            "VAR_DIR": str(home),
            "DATABASE_URL": database_url,
            "PRODUCTION": "true",
            "SECRET_KEY": secrets.token_urlsafe(60),
            "ALLOWED_HOSTS": self.host,
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start everything; return when the first page is answered."""
        self.home.mkdir(parents=True, exist_ok=True)
        more = ["--workers", str(self.workers)] if self.workers else []
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, MANAGE, "up", "--port", str(self.port), *more],
                env={**os.environ, **self.environment},
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self._until_ready(self._process)

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(60)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None

    def manage(self, *arguments: str) -> str:
        """Run a management command; return what it prints."""
        environment = {**os.environ, **self.environment}
        return run([sys.executable, MANAGE, *arguments], environment=environment, at=ROOT)

    def processes(self) -> list[psutil.Process]:
        """Supervisor, web and worker; not PostgreSQL, which has a session of its own."""
        assert self._process is not None
        return [one for one in family(self._process.pid) if one.name() != "postgres"]

    def serving(self) -> list[psutil.Process]:
        """Web and worker alone."""
        return self.processes()[1:]

    def _until_ready(self, process: "subprocess.Popen[bytes]") -> None:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and process.poll() is None:
            if self._answers():
                return
            time.sleep(0.02)
        raise NotStarted(self.log.read_text(errors="replace")[-2000:])

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection(self.host, self.port, timeout=5)
        try:
            connection.request("GET", PAGE)
            return connection.getresponse().status < 400
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
