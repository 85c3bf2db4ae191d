"""The command that starts everything, run for real against a database of its own."""

import contextlib
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from config.cluster import Cluster
from config.supervisor import MANAGE

PATIENCE = 60.0


class Installation:
    """A folder with the data of one installation, and the `up` that runs on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.cluster = Cluster(folder / "postgresql")
        self.environment = {**os.environ, "VAR_DIR": str(folder), "DATABASE_URL": ""}
        self.process: psutil.Popen | None = None
        self.address = ""

    def start(self, *options: str) -> list[str]:
        self.process = self.open(*options)
        lines = []
        for line in self.process.stdout:
            lines.append(line.strip())
            if ready := re.search(r"http://([\d.]+:\d+)/", line):
                self.address = ready[1]
                return lines
        raise AssertionError("\n".join(lines))

    def open(self, *options: str) -> psutil.Popen:
        return psutil.Popen(
            [sys.executable, str(MANAGE), "up", "--port", "0", *options],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def children(self) -> dict[str, psutil.Process]:
        assert self.process is not None
        known = {}
        for child in self.process.children():
            with contextlib.suppress(psutil.NoSuchProcess):
                words = child.cmdline()
                known[words[2] if str(MANAGE) in words else "postgres"] = child
        return known

    def web(self) -> list[psutil.Process]:
        """The web processes, however many."""
        assert self.process is not None
        return [child for child in self.process.children() if "web" in _words(child)]

    def wait_for_line(self, beginning: str) -> None:
        assert self.process is not None
        assert any(line.startswith(beginning) for line in self.process.stdout)

    def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        assert self.process is not None
        self.process.send_signal(how)
        return int(self.process.wait(PATIENCE))

    def status(self) -> int:
        connection = http.client.HTTPConnection(self.address, timeout=PATIENCE)
        connection.request("GET", "/health/")
        return connection.getresponse().status


def _words(process: psutil.Process) -> list[str]:
    try:
        return list(process.cmdline())
    except psutil.Error:
        return []


def eventually(true: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if true():
            return True
        time.sleep(0.05)
    return False


def gone(process: psutil.Process) -> bool:
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


@pytest.fixture(scope="module")
def prepared() -> Iterator[Installation]:
    with tempfile.TemporaryDirectory() as folder:
        yield Installation(Path(folder))


@pytest.fixture
def installation(prepared: Installation) -> Iterator[Installation]:
    yield prepared
    if prepared.process is not None and prepared.process.poll() is None:
        prepared.end()
    assert not prepared.cluster.is_running()


def test_it_starts_serves_and_leaves_nothing_behind(installation: Installation) -> None:
    installation.start()
    assert installation.status() == 200
    children = installation.children()
    assert set(children) == {"web", "work", "postgres"}
    installation.end(signal.SIGINT)
    assert all(gone(child) for child in children.values())
    assert not installation.cluster.is_running()


def test_the_second_start_repeats_nothing(installation: Installation) -> None:
    installation.start()
    installation.end()
    lines = installation.start()
    assert [line for line in lines if line] == [lines[-1]]
    assert lines[-1].startswith("Rapport is ready")


@pytest.mark.parametrize(
    ("send", "how"),
    [(os.kill, signal.SIGTERM), (os.killpg, signal.SIGINT)],
    ids=["by a supervisor", "with Ctrl-C"],
)
def test_it_stops_cleanly_while_it_still_prepares(
    send: Callable[[int, int], None], how: signal.Signals
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        fresh = Installation(Path(folder))
        process = fresh.open()
        assert process.stdout.readline() == "Migrating the database …\n"
        preparing = next(one for one in process.children() if one.name() != "postgres")
        send(process.pid, how)
        assert process.stdout.read() == ""
        assert process.wait(PATIENCE) == 128 + how
        assert gone(preparing)
        assert not fresh.cluster.is_running()


def test_a_child_that_is_killed_is_started_again(installation: Installation) -> None:
    installation.start()
    killed = installation.children()["web"]
    killed.kill()
    assert eventually(lambda: installation.children().get("web", killed) != killed)
    assert installation.status() == 200


def test_several_web_processes_share_who_comes_and_one_is_started_again_alone(
    installation: Installation,
) -> None:
    installation.start("--workers", "3")
    assert eventually(lambda: serving(installation) == 3)
    host, port = installation.address.split(":")
    visitors = [socket.create_connection((host, int(port))) for _ in range(120)]
    assert eventually(lambda: sum(visitors_of(child) for child in installation.web()) == 120)
    # Each has its fair share; of one socket for all the quickest took most.
    assert min(visitors_of(child) for child in installation.web()) > 15
    for visitor in visitors:
        visitor.close()
    killed, *kept = installation.web()
    killed.kill()
    installation.wait_for_line("web ended")
    assert [installation.status() for _ in range(10)] == [200] * 10
    assert eventually(lambda: serving(installation) == 3)
    assert set(kept) < set(installation.web())
    children = [*installation.web(), *installation.children().values()]
    installation.end(signal.SIGINT)
    assert all(gone(child) for child in children)
    assert not installation.cluster.is_running()


def test_a_bell_for_one_process_is_not_rung_among_several(installation: Installation) -> None:
    tried = run(installation, "up", "--workers", "2", BELL="memory")
    assert tried.startswith("BELL=memory is for one web process")
    assert run(installation, "up", "--workers", "0").startswith("--workers is 0")


def serving(installation: Installation) -> int:
    """How many web processes listen."""
    return sum(any(has(child, psutil.CONN_LISTEN)) for child in installation.web())


def visitors_of(process: psutil.Process) -> int:
    return sum(has(process, psutil.CONN_ESTABLISHED))


def has(process: psutil.Process, status: str) -> list[bool]:
    with contextlib.suppress(psutil.Error):
        found = process.net_connections("tcp")
        return [each.status == status and bool(each.laddr) for each in found]
    return []


def test_a_postgresql_that_is_killed_is_started_again(installation: Installation) -> None:
    installation.start()
    assert installation.status() == 200
    installation.cluster.kill()
    assert eventually(installation.cluster.is_running)
    assert eventually(lambda: installation.status() == 200)


def test_after_a_kill_the_children_end_and_the_next_start_works(installation: Installation) -> None:
    installation.start()
    children = installation.children()
    installation.end(signal.SIGKILL)
    assert eventually(lambda: gone(children["web"]) and gone(children["work"]))
    installation.start()
    assert installation.status() == 200


def test_a_taken_port_is_named(installation: Installation) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        tried = run(installation, "up", "--port", port)
    assert tried == f"Port {port} is taken: stop what uses it, or choose another with --port."


def test_a_port_that_no_machine_has_is_refused(installation: Installation) -> None:
    refused = installation.open("--port", "70000")
    assert "70000 is no port: choose one up to 65535." in refused.stdout.read()
    assert refused.wait(PATIENCE) == 2


def test_an_unreachable_database_is_named(installation: Installation) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    url = f"postgresql://rapport@127.0.0.1:{port}/rapport"
    tried = run(installation, "up", "--port", "0", DATABASE_URL=url)
    assert re.fullmatch(r"The database does not answer \(.*refused.*\): start it, or .*", tried)


def test_demo_people_are_not_let_into_a_production(installation: Installation) -> None:
    key = "f3k9-QmZx7tYb2LrWcV8nHs5JdPg4TuEa6RoXi1wKzMqCv0Byzz"
    tried = run(installation, "up", "--demo", PRODUCTION="1", SECRET_KEY=key)
    assert tried == "--demo lets anyone in: it is not for production."


def test_an_unsafe_production_is_refused(installation: Installation) -> None:
    tried = run(installation, "up", "--port", "0", PRODUCTION="1", DEBUG="1", SECRET_KEY="short")
    assert "DEBUG is on" in tried
    assert "SECRET_KEY is too short" in tried
    assert "Traceback" not in tried


def run(installation: Installation, *arguments: str, **environment: str) -> str:
    ended = subprocess.run(
        [sys.executable, str(MANAGE), *arguments],
        env={**installation.environment, **environment},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert ended.returncode == 1
    return ended.stderr.strip()
