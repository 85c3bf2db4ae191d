"""A peer: a server with a database of its own on the PostgreSQL that all sides share."""

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import psutil
import psycopg

from bench import postgresql
from bench.paths import VAR
from bench.ports import free_port, until_answers
from bench.processes import family
from bench.systems import Cast

DOMAIN = "bench.example"


class Peer:
    """Installed once for all runs in `tools`; what it stores lies in `home`."""

    name: str
    protocol: str
    host = "127.0.0.1"
    crowds: tuple[int, ...]
    most_listeners: int
    most_pairs: int

    def __init__(self, home: Path) -> None:
        self.home = home / self.name
        self.tools = VAR / "peers" / self.name
        self.port = free_port()
        self.log = self.home / "log"
        self._started: list[subprocess.Popen[bytes]] = []
        self._launches: list[tuple[Sequence[str | Path], int, Mapping[str, str]]] = []

    def set_up(self) -> None:
        """Install it, make its database and start it; raises NotAvailable and others."""
        raise NotImplementedError

    def pairs(self, count: int) -> Cast:
        raise NotImplementedError

    def group(self, listeners: int, speakers: int) -> Cast:
        raise NotImplementedError

    def ledger(self, cast: Cast, run: str) -> "Archive":
        return Archive(self, run, self.copies(cast))

    def copies(self, cast: Cast) -> int:
        """How often it stores each message."""
        return 1

    def stored(self, run: str) -> list[str]:
        """Some text of everything that it has stored of a run."""
        raise NotImplementedError

    def processes(self) -> list[psutil.Process]:
        return [one for process in self._started for one in family(process.pid)]

    def stop(self) -> None:
        for process in reversed(self._started):
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._started.clear()

    def restart(self) -> None:
        self.stop()
        launches, self._launches = self._launches, []
        for launch in launches:
            self.start(*launch)

    def start(
        self, command: Sequence[str | Path], port: int, environment: Mapping[str, str]
    ) -> None:
        """Start a process, and wait until it listens; raises NotStarted."""
        self._launches.append((command, port, environment))
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                command,
                cwd=self.home,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self._started.append(process)
        until_answers(port, process, self.log)

    def database(self, *, plain: bool = False) -> None:
        """Make its database, empty."""
        self.home.mkdir(parents=True, exist_ok=True)
        postgresql.make_database(self.name, plain=plain)

    def ask(self, statement: str, *params: Any) -> list[tuple[Any, ...]]:
        """Run some SQL on its database; return the rows, if there are any."""
        with psycopg.connect(
            postgresql.cluster().url(self.name, postgresql.PEERS), autocommit=True
        ) as base:
            cursor = base.execute(statement.encode(), params or None)
            return cursor.fetchall() if cursor.description else []


class Archive:
    """The closing check of a peer: everything accepted is stored, as often as it stores at all."""

    def __init__(self, peer: Peer, run: str, copies: int) -> None:
        self.peer, self.run, self.copies = peer, run, copies

    def problems(self, accepted: int) -> list[str]:
        stored = self.peer.stored(self.run)
        wanted = accepted * self.copies
        if len(stored) != wanted:
            return [f"{accepted} messages were accepted, and {len(stored)} of {wanted} are stored"]
        return []
