"""A PostgreSQL that listens on a network, at a place of its own, for hosts that share it."""

import contextlib
import signal
import subprocess
import time
from pathlib import Path

import psycopg

from config.cluster import Cluster
from config.postmaster import programs
from config.tests.processes.network import Network

PORT = 5432
PATIENCE = 60.0
RULES = "local all all trust\nhost all all all trust\n"


class SharedDatabase:
    """Made as the embedded one is, then run where the network says; it can be killed."""

    def __init__(self, home: Path, network: Network) -> None:
        cluster = Cluster(home)
        cluster.start()
        cluster.stop()
        self.data, self.network = cluster.data, network
        self.near, self.rules = home / "near", home / "rules"
        self.near.mkdir()
        self.near.chmod(0o777)
        self.rules.write_text(RULES)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Its address on this machine, through no network."""
        __, port = self.network.listening("database", PORT)
        return f"postgresql://rapport@/rapport?host={self.near}&port={port}"

    def url_from(self, place: str) -> str:
        host, port = self.network.seen_from(place, "database", PORT)
        return f"postgresql://rapport@{host}:{port}/rapport"

    def start(self) -> None:
        command = self._command()
        deadline = time.monotonic() + PATIENCE
        while not self._answers():
            assert time.monotonic() < deadline, "PostgreSQL does not answer"
            # The children of a killed one need a moment to notice, and keep the next one out.
            if self._process is None or self._process.poll() is not None:
                self._process = subprocess.Popen(command, cwd="/", stderr=subprocess.DEVNULL)
            time.sleep(0.1)

    def kill(self) -> None:
        """As a crash would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGINT)

    def _command(self) -> list[str]:
        address, port = self.network.listening("database", PORT)
        owner = self.data.stat()
        options = {
            "listen_addresses": address,
            "port": port,
            "unix_socket_directories": self.near,
            "hba_file": self.rules,
        }
        return [
            *self.network.via("database"),
            *self.network.as_nobody_special(owner.st_uid, owner.st_gid),
            *(str(programs() / "postgres"), "-D", str(self.data)),
            *(f"--{name}={value}" for name, value in options.items()),
        ]

    def _answers(self) -> bool:
        with contextlib.suppress(psycopg.Error):
            psycopg.connect(self.url, connect_timeout=2).close()
            return True
        return False

    def _end(self, how: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(PATIENCE)
            self._process = None
