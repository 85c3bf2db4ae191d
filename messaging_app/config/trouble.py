"""What a person is told when Rapport cannot start: one line, with what to do."""

import errno
import getpass

import django.db
import psycopg
from django.core.exceptions import ImproperlyConfigured

from chats.files.refusals import NoRoom


def explain(error: BaseException) -> str | None:
    """Return the line for a trouble that its reader can end, None for a fault of ours."""
    database_error = _database_error(error)
    if isinstance(error, ImproperlyConfigured):
        return str(error)
    if isinstance(error, NoRoom):
        return "The disk has less room than UPLOAD_RESERVE_MB says: free some, or lower it."
    if isinstance(database_error, psycopg.errors.DiskFull) or _is(error, errno.ENOSPC):
        return "The disk is full: free some space, then start Rapport again."
    if isinstance(database_error, psycopg.OperationalError):
        reason = str(database_error).partition("\n")[0]
        return f"The database does not answer ({reason}): start it, or correct DATABASE_URL."
    if isinstance(error, PermissionError):
        return f"{getpass.getuser()} may not write {error.filename}: change its owner, or be it."
    return None


def _database_error(error: BaseException) -> BaseException | None:
    return error.__cause__ if isinstance(error, django.db.Error) else error


def _is(error: BaseException, number: int) -> bool:
    return isinstance(error, OSError) and error.errno == number
