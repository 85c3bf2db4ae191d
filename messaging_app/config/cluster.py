"""The embedded PostgreSQL, for an installation without DATABASE_URL.

Its users share it: the first process starts it, the last one that ends stops it. It listens on
a socket in a private folder only, and asks the operating system who is calling.
"""

import atexit
import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg
from django.core.exceptions import ImproperlyConfigured
from psycopg import sql

from config import space, system_user
from config.postmaster import VERSION, Postmaster, as_user, make_private, programs, reason

NAME = "rapport"
LOCALE = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8"]


def hold(home: Path) -> "Cluster":
    """Return the cluster in `home`, which runs at least as long as this process."""
    cluster = Cluster(home)
    cluster.hold()
    atexit.register(cluster.release)
    return cluster


class Cluster:
    """One PostgreSQL in one folder, which is made when it is missing."""

    def __init__(self, home: Path) -> None:
        self.home = home.absolute()
        self.runner = system_user.runner_of(self.home)
        self.postmaster = Postmaster(self.home, self.runner)
        self.data = self.postmaster.data
        self._held: int | None = None

    def url(self, database: str = NAME, user: str = NAME) -> str:
        folder = quote(str(self.socket_folder()), safe="")
        return f"postgresql://{user}@/{database}?host={folder}"

    def socket_folder(self) -> Path:
        """Return the private folder of the socket."""
        return self.postmaster.socket_folder()

    def is_running(self) -> bool:
        return self.postmaster.answers()

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
                self.postmaster.end(signal.SIGINT)
            os.close(self._held)
            self._held = None

    def start(self) -> None:
        with self._alone():
            self._ensure_running()

    def stop(self) -> None:
        """Stop it, whoever holds it. Open transactions are rolled back."""
        with self._alone():
            self.postmaster.end(signal.SIGINT)

    def kill(self) -> None:
        """Stop it as a crash would."""
        with self._alone():
            self.postmaster.end(signal.SIGKILL)

    def restart(self) -> None:
        self.stop()
        self.start()

    def _ensure_running(self) -> None:
        if self.is_running():
            return
        system_user.open_way(self.runner, programs() / "postgres")
        system_user.open_way(self.runner, self.data)
        if not self.data.exists():
            self._create()
        self._refuse_other_version()
        self._write_access_rules()
        self.postmaster.start()
        self._ensure_database()

    def _create(self) -> None:
        space.require(self.home)
        # Made beside its place and moved when whole, so that a broken start leaves no half of one.
        draft = self.home / "data.new"
        shutil.rmtree(draft, ignore_errors=True)
        make_private(draft, self.runner)
        initdb = [str(programs() / "initdb"), "-D", str(draft), "-U", "postgres", "-E", "UTF8"]
        made = subprocess.run(
            [*initdb, *LOCALE], capture_output=True, text=True, **as_user(self.runner)
        )
        if made.returncode:
            raise ImproperlyConfigured(f"PostgreSQL cannot be set up: {reason(made.stderr)}")
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

    def _ensure_database(self) -> None:
        name = sql.Identifier(NAME)
        with psycopg.connect(self.url("postgres", "postgres"), autocommit=True) as admin:
            if not admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [NAME]).fetchone():
                admin.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(name))
            if not admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
                admin.execute(sql.SQL("CREATE DATABASE {0} OWNER {0}").format(name))

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
