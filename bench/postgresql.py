"""The PostgreSQL that all sides share: Rapport's own, with its settings as they come."""

import secrets
from functools import cache
from pathlib import Path
from typing import Any

import psutil
import psycopg
from django.conf import settings
from psycopg import sql

from bench.processes import family
from bench.programs import run
from config.cluster import NAME, Cluster
from config.postmaster import OPTIONS, programs

PEERS = "peers"  # their role
# Of the loopback, and not the usual one, where another PostgreSQL may listen.
PEERS_ADDRESS = "127.7.5.3"


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


def open_for_peers() -> None:
    """Listen on a loopback address of its own as well; to be called before PostgreSQL starts.

    ejabberd's driver knows no sockets in the file system.
    """
    listening = next(option for option in OPTIONS if option.startswith("--listen_addresses"))
    OPTIONS[OPTIONS.index(listening)] = f"--listen_addresses={PEERS_ADDRESS}"


def let_peers_in() -> None:
    """Give the peers a role with a password, on the loopback only."""
    rules = cluster().home / "pg_hba.conf"
    rules.write_text(f"{rules.read_text()}host all {PEERS} 127.0.0.0/8 scram-sha-256\n")
    with _as_owner() as owner:
        role = sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}")
        owner.execute(role.format(sql.Identifier(PEERS), sql.Literal(peers_password())))
        owner.execute("SELECT pg_reload_conf()")


@cache
def peers_password() -> str:
    return secrets.token_hex(16)


def make_database(name: str, *, plain: bool = False) -> None:
    """Make an empty database; a `plain` one sorts by bytes, as the C library's C does."""
    sorted_by = sql.SQL("TEMPLATE template0 LOCALE_PROVIDER libc LOCALE 'C'" if plain else "")
    statement = sql.SQL("CREATE DATABASE {} OWNER {} {}")
    with _as_owner() as owner:
        owner.execute(statement.format(sql.Identifier(name), sql.Identifier(PEERS), sorted_by))


def _as_owner() -> "psycopg.Connection[tuple[Any, ...]]":
    return psycopg.connect(cluster().url("postgres", "postgres"), autocommit=True)
