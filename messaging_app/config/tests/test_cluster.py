"""The embedded PostgreSQL: who shares it, who may read it, what it survives."""

import os
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.core.exceptions import ImproperlyConfigured

from config import system_user
from config.cluster import Cluster

HOLD = "import sys; from pathlib import Path; from config import cluster; "
HOLD += "print(cluster.hold(Path(sys.argv[1])).url(), flush=True); sys.stdin.read()"


@pytest.fixture
def home() -> Iterator[Path]:
    # Shorter than tmp_path, because of the limit for sockets.
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder) / "cluster"


@pytest.fixture(scope="module")
def shared() -> Iterator[Cluster]:
    with tempfile.TemporaryDirectory() as folder:
        cluster = Cluster(Path(folder) / "cluster")
        cluster.start()
        yield cluster
        cluster.stop()


@pytest.fixture
def cluster(shared: Cluster) -> Cluster:
    shared.start()
    return shared


def ask(cluster: Cluster, question: str) -> object:
    with psycopg.connect(cluster.url()) as connection:
        row = connection.execute(question.encode()).fetchone()
    assert row is not None
    return row[0]


def neighbour(home: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert process.stdout is not None
    assert process.stdout.readline().startswith("postgresql://")
    return process


def test_it_knows_the_letters_of_every_language(cluster: Cluster) -> None:
    assert ask(cluster, "SELECT lower('ÄÖÉ ΣΑΣ ЖЩ')") == "äöé σασ жщ"
    assert ask(cluster, "SELECT to_tsvector('simple', 'Ärger')::text") == "'ärger':1"
    assert ask(cluster, "SHOW server_encoding") == "UTF8"


def test_what_was_committed_is_on_the_disk(cluster: Cluster) -> None:
    assert ask(cluster, "SHOW fsync") == "on"
    assert ask(cluster, "SHOW synchronous_commit") == "on"


def test_the_application_is_no_superuser_but_may_make_test_databases(cluster: Cluster) -> None:
    assert ask(cluster, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False
    assert ask(cluster, "SELECT rolcreatedb FROM pg_roles WHERE rolname = current_user") is True


def test_it_listens_in_a_private_folder_only(cluster: Cluster) -> None:
    assert ask(cluster, "SHOW listen_addresses") == ""
    folder = cluster.socket_folder()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(cluster.data.stat().st_mode) == 0o700
    assert not stat.S_IMODE(cluster.home.stat().st_mode) & 0o007


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_another_user_of_the_machine_is_turned_away(cluster: Cluster) -> None:
    folder = cluster.socket_folder()
    opened = [folder, cluster.home, cluster.home.parent]
    modes = [place.stat().st_mode for place in opened]
    for place in opened:
        place.chmod(0o755)
    assert "Peer authentication failed" in answer_to_nobody(cluster.url())
    for place, mode in zip(opened, modes, strict=True):
        place.chmod(mode)


def answer_to_nobody(url: str) -> str:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
        try:
            psycopg.connect(url)
        except psycopg.Error as error:
            os.write(writing, str(error).encode())
        os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    with os.fdopen(reading) as answer:
        return answer.read()


def test_a_crash_loses_nothing_and_does_not_stop_the_next_start(cluster: Cluster) -> None:
    with psycopg.connect(cluster.url()) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 'word' AS said")
    cluster.kill()
    assert not cluster.is_running()
    cluster.start()
    assert ask(cluster, "SELECT said FROM kept") == "word"


def test_a_process_that_got_the_number_of_a_dead_postmaster_is_left_alone(cluster: Cluster) -> None:
    cluster.stop()
    pid_file = cluster.data / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{cluster.data}\n")
    cluster.start()
    assert cluster.is_running()
    assert pid_file.read_text().split()[0] != str(os.getpid())


def test_an_interrupted_first_start_is_begun_again(home: Path) -> None:
    (home / "data.new").mkdir(parents=True)
    (home / "data.new" / "PG_VERSION").write_text("18\n")
    if os.geteuid() == 0:
        home.chmod(0o711)
    cluster = Cluster(home)
    cluster.start()
    try:
        assert ask(cluster, "SELECT 1") == 1
    finally:
        cluster.stop()


def test_the_last_one_who_leaves_stops_it(home: Path) -> None:
    first, second = neighbour(home), neighbour(home)
    first.communicate()
    assert Cluster(home).is_running()
    second.communicate()
    assert not Cluster(home).is_running()


def test_one_who_was_killed_is_not_waited_for(home: Path) -> None:
    killed, other = neighbour(home), neighbour(home)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    other.communicate()
    assert not Cluster(home).is_running()


def test_an_orphan_is_taken_over(home: Path) -> None:
    killed = neighbour(home)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    orphan = (home / "data" / "postmaster.pid").read_text()
    heir = neighbour(home)
    assert (home / "data" / "postmaster.pid").read_text() == orphan
    heir.communicate()
    assert not Cluster(home).is_running()


def test_two_clusters_do_not_disturb_each_other(cluster: Cluster) -> None:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        other = Cluster(Path(folder) / "other")
        other.start()
        assert other.url() != cluster.url()
        other.stop()
    assert ask(cluster, "SELECT 1") == 1


def test_a_path_too_long_for_a_socket_is_worked_around(home: Path) -> None:
    cluster = Cluster(home / ("it's a long name " * 6) / "ünïcode")
    cluster.start()
    folder = cluster.socket_folder()
    assert len(str(folder)) < 80
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    cluster.stop()
    assert not folder.exists()


def test_data_of_another_version_is_not_touched(cluster: Cluster) -> None:
    cluster.stop()
    version = cluster.data / "PG_VERSION"
    version.write_text("15\n")
    with pytest.raises(ImproperlyConfigured, match=r"made by PostgreSQL 15.*docs/self-hosting.md"):
        cluster.start()
    version.write_text("18\n")


def test_a_start_that_fails_says_why_in_one_line(cluster: Cluster) -> None:
    cluster.stop()
    configuration = cluster.data / "postgresql.conf"
    right = configuration.read_text()
    configuration.write_text(f"{right}\nno_such_setting = 1\n")
    with pytest.raises(ImproperlyConfigured, match="contains errors") as error:
        cluster.start()
    configuration.write_text(right)
    assert "\n" not in str(error.value)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root borrows a user")
def test_below_a_closed_folder_only_the_borrowed_user_passes(home: Path) -> None:
    closed = home.parent / "closed"
    closed.mkdir(mode=0o700)
    cluster = Cluster(closed / "cluster")
    cluster.start()
    cluster.stop()
    assert cluster.runner.pw_name == system_user.NAME
    assert not closed.stat().st_mode & 0o007
    looked = subprocess.run(
        ["ls", str(closed)],
        user=cluster.runner.pw_uid,
        group=cluster.runner.pw_gid,
        extra_groups=[],
        capture_output=True,
    )
    assert looked.returncode != 0
