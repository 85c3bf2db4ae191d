"""`validate.py` tells a sound installation from a broken one, and leaves nothing behind."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

from chats import validate
from chats.validation import constraints, lookups
from chats.validation.check import Check
from chats.validation.sample import Sample

ROOT = Path(settings.ROOT)


def run_as_a_file(database_url: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "messaging_app/chats/validate.py"],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": database_url},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def url() -> str:
    """The address of the test's own database."""
    known = connection.settings_dict
    login = ":".join(quote(known[name], safe="") for name in ("USER", "PASSWORD") if known[name])
    where = urlencode({"host": known["HOST"], "port": known["PORT"]})
    return f"postgres://{login}@/{known['NAME']}?{where}"


def counted_rows() -> dict[str, int]:
    return {
        model.__name__: model._base_manager.count()
        for model in apps.get_app_config("chats").get_models()
    }


@pytest.mark.django_db(transaction=True)
def test_run_as_a_file_it_prints_a_line_a_check_and_leaves_nothing(group: object) -> None:
    before = counted_rows()
    done = run_as_a_file(url())
    *lines, summary = done.stdout.splitlines()
    assert (done.returncode, summary) == (0, f"{len(lines)} checks, all hold."), done
    assert len(lines) > 60
    assert all(line.startswith("ok    ") for line in lines)
    assert counted_rows() == before
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_namespace WHERE nspname = %s", [lookups.SCHEMA])
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db(transaction=True)
def test_run_as_a_file_it_exits_non_zero_when_a_check_fails() -> None:
    index = "CREATE INDEX message_by_time ON messages (sent_at DESC)"
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX message_by_time")
    try:
        done = run_as_a_file(url())
    finally:
        with connection.cursor() as cursor:
            cursor.execute(index)
    failed = [line for line in done.stdout.splitlines() if line.startswith("FAIL")]
    assert done.returncode == 1
    assert len(failed) == 1
    assert "message chronologically" in failed[0]


def test_run_as_a_file_it_says_when_there_is_no_database() -> None:
    done = run_as_a_file("postgres://nobody@127.0.0.1:9/nothing")
    assert done.returncode == 2
    assert done.stdout.startswith("FAIL  the installation could not be checked")


@pytest.mark.django_db
def test_each_look_up_fails_without_its_index() -> None:
    said: list[str] = []
    for check in lookups.checks():
        rows = lookups.lookups()[check.name.removeprefix("index: ")]
        with transaction.atomic():
            drop(next(node["Index Name"] for node in lookups.plan(rows) if "Index Name" in node))
            assert not validate.holds(check, said.append), check.name
            transaction.set_rollback(True)
    assert len(said) == len(lookups.lookups()) >= 17


def drop(index: str) -> None:
    """Remove an index of the copied tables, with the constraint that owns it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text FROM pg_constraint"
            " WHERE conindid = %s::regclass AND contype IN ('p', 'u')",
            [index],
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {index}")
            return
        cursor.execute(f"DROP INDEX {index}")


def constraint_names() -> list[tuple[str, str]]:
    """Every constraint that a model of this room declares, with its table."""
    return [
        (model._meta.db_table, str(constraint.name))
        for model in apps.get_app_config("chats").get_models()
        for constraint in model._meta.constraints
    ]


@pytest.mark.django_db
def test_each_declared_constraint_is_tried_and_missed_when_gone() -> None:
    sample = Sample.make()
    tried = {violation.rule: violation for violation in constraints.violations(sample)}
    for table, name in constraint_names():
        assert name in tried, f"No violating row is tried for {name}."
        said: list[str] = []
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SELECT 1 FROM pg_constraint WHERE conname = %s", [name])
            is_index = cursor.fetchone() is None
            cursor.execute(
                f"DROP INDEX {name}" if is_index else f"ALTER TABLE {table} DROP CONSTRAINT {name}"
            )
            check = Check(name, constraints.attempted(tried[name]))
            assert not validate.holds(check, said.append), name
            transaction.set_rollback(True)
        assert "FAIL" in said[0]
