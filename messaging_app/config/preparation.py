"""What must be so before the processes start: space, a database, migrations, static files."""

import contextlib
import hashlib
import os
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

import psycopg
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from config import space, trouble

OLDEST_POSTGRESQL = 15
MIGRATION_LOCK = 7268_7870

Say = Callable[[str], object]


def prepare(say: Say) -> None:
    """Make the installation ready; raise what `trouble.explain` can explain."""
    space.require(settings.VAR)
    with psycopg.connect(settings.DIRECT_DATABASE_URL, connect_timeout=5, autocommit=True) as guard:
        check_version(guard.info.server_version // 10_000)
        # Two machines that start together must not migrate together.
        guard.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
        migrate(say)
    collect_static(say)


def prepare_apart(say: Say, *, demo: bool) -> bool:
    """Prepare in a process of its own, which gives its memory back; return whether it went well."""
    child = os.fork()
    if child:
        return _ended_well(child)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)  # Who stops us wants no last words.
    try:
        prepare(say)
        if demo:
            call_command("demo")
    except BaseException as error:
        sys.stderr.write(f"{trouble.explain(error) or traceback.format_exc()}\n")
        sys.stderr.flush()
        os._exit(1)
    os._exit(0)  # Not by the usual way out, which would let go of what the parent holds.


def _ended_well(child: int) -> bool:
    """Wait for it; when we are stopped meanwhile, it stops first, before its database does."""
    try:
        return os.waitpid(child, 0)[1] == 0
    except (KeyboardInterrupt, SystemExit):
        with contextlib.suppress(ProcessLookupError, ChildProcessError):
            os.kill(child, signal.SIGTERM)
            os.waitpid(child, 0)
        raise


def check_version(found: int, *, oldest: int = OLDEST_POSTGRESQL) -> None:
    if found < oldest:
        raise ImproperlyConfigured(
            f"PostgreSQL {found} is too old: upgrade it to {oldest} or later, "
            "or let DATABASE_URL name another server."
        )


def migrate(say: Say) -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("Migrating the database …")
        call_command("migrate", verbosity=0, interactive=False)
    connection.close()


def collect_static(say: Say) -> None:
    """Collect, hash and compress the static files unless they are the same as the last time."""
    if not settings.HASHED_STATIC:
        return
    stamp = settings.STATIC_ROOT / ".collected"
    state = _state_of_static_files()
    if not stamp.exists() or stamp.read_text() != state:
        say("Collecting the static files …")
        call_command("collectstatic", verbosity=0, interactive=False)
        stamp.write_text(state)


def _state_of_static_files() -> str:
    state = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list(["CVS", ".*", "*~"]):
            status = Path(storage.path(name)).stat()
            state.update(f"{name} {status.st_size} {status.st_mtime_ns}\n".encode())
    return state.hexdigest()
