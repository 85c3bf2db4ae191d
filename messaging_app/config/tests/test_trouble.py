"""Each trouble that a reader can end is told in one line, with what to do."""

import errno
import shutil
from collections import namedtuple
from pathlib import Path

import django.db
import psycopg
import pytest
from django.core.exceptions import ImproperlyConfigured

from chats.files.refusals import NoRoom
from config import space, trouble
from config.preparation import OLDEST_POSTGRESQL, check_version
from config.server import claim

Usage = namedtuple("Usage", "total used free")


def wrapped(error: psycopg.Error) -> django.db.Error:
    outer = django.db.OperationalError(str(error))
    outer.__cause__ = error
    return outer


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "The disk is full"),
        (NoRoom(), "The disk has less room than UPLOAD_RESERVE_MB says"),
        (psycopg.errors.DiskFull("could not extend file"), "The disk is full"),
        (wrapped(psycopg.errors.DiskFull("could not extend file")), "The disk is full"),
        (psycopg.OperationalError("no route\nto host"), "The database does not answer (no route)"),
        (wrapped(psycopg.OperationalError("no route")), "The database does not answer (no route)"),
        (ImproperlyConfigured("What to do."), "What to do."),
    ],
    ids=str,
)
def test_each_has_its_line(error: BaseException, line: str) -> None:
    said = trouble.explain(error)
    assert said is not None
    assert said.startswith(line)
    assert "\n" not in said


def test_a_folder_that_may_not_be_written_is_named() -> None:
    said = trouble.explain(PermissionError(errno.EACCES, "Permission denied", "/srv/var"))
    assert said is not None
    assert "may not write /srv/var: change its owner" in said


@pytest.mark.parametrize("error", [ValueError("x"), psycopg.ProgrammingError("y"), OSError("z")])
def test_a_fault_of_ours_keeps_its_traceback(error: BaseException) -> None:
    assert trouble.explain(error) is None


def test_an_old_server_is_refused_and_the_oldest_that_is_supported_is_not() -> None:
    with pytest.raises(ImproperlyConfigured, match="PostgreSQL 14 is too old: upgrade it to 15"):
        check_version(14)
    check_version(OLDEST_POSTGRESQL)


def test_a_full_disk_is_noticed_before_anything_is_written(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(0, 0, space.LEAST - 1))
    with pytest.raises(ImproperlyConfigured, match="The disk is full: free at least 200 MB"):
        space.require(tmp_path)


def test_a_foreign_address_is_named() -> None:
    with pytest.raises(ImproperlyConfigured, match=r"This machine has no address 192\.0\.2\.1"):
        claim("192.0.2.1", 0)
