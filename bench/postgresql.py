"""The PostgreSQL that all sides share: Rapport's own, with its settings as they come."""

from pathlib import Path

import psutil
import psycopg
from django.conf import settings
from psycopg import sql

from bench.processes import family
from bench.programs import run
from config.cluster import NAME, Cluster
from config.postmaster import programs


def cluster() -> Cluster:
    assert settings.EMBEDDED is not None, "the limits and the peers need Rapport's own PostgreSQL"
    return settings.EMBEDDED


def socket_folder() -> Path:
    return cluster().socket_folder()


def processes() -> list[psutil.Process]:
    """The postmaster and all of its children."""
    note = cluster().data / "postmaster.pid"
    return family(int(note.read_text().splitlines()[0]))


def pgbench(script: Path, *, clients: int, seconds: int, **variables: int) -> float:
    """Run a script by so many clients; return transactions a second."""
    chosen = [f"--define={name}={value}" for name, value in variables.items()]
    said = run(
        [
            programs() / "pgbench",
            *(f"--host={socket_folder()}", f"--username={NAME}", f"--file={script}"),
            *(f"--client={clients}", f"--time={seconds}", "--jobs=1"),
            *("--protocol=prepared", "--no-vacuum"),
            *chosen,
            NAME,
        ]
    )
    line = next(line for line in said.splitlines() if line.startswith("tps = "))
    return float(line.split()[2])


def make_database(name: str, *, plain: bool = False) -> None:
    """Make an empty database; a `plain` one sorts by bytes, as the C library's C does."""
    sorted_by = sql.SQL("TEMPLATE template0 LOCALE_PROVIDER libc LOCALE 'C'" if plain else "")
    with psycopg.connect(cluster().url("postgres", "postgres"), autocommit=True) as admin:
        statement = sql.SQL("CREATE DATABASE {} OWNER {} {}")
        admin.execute(statement.format(sql.Identifier(name), sql.Identifier(NAME), sorted_by))
