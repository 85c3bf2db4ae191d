"""Check a running installation: `python messaging_app/chats/validate.py`.

A line for each check; ends non-zero when one fails; everything is rolled back.
"""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if __name__ == "__main__":
    # Run as a file, this folder would come first, and its modules would hide others.
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

import django
from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from chats.validation.check import Check

Say = Callable[[str], object]


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.db import Error

    try:
        django.setup()
        return validate(say)
    except (Error, ImproperlyConfigured) as error:
        say(f"FAIL  the installation could not be checked: {error}")
        return 2


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def validate(say: Say) -> int:
    """Try every check; return 0 when all hold, else 1."""
    from django.db import transaction

    failed = total = 0
    with transaction.atomic():
        for check in checks():
            total += 1
            failed += not holds(check, say)
        transaction.set_rollback(True)
    say(f"{total} checks, {failed} failed." if failed else f"{total} checks, all hold.")
    return int(failed > 0)


def checks() -> "Iterator[Check]":
    from chats.validation import constraints, creation, lookups, migrations, permissions
    from chats.validation.check import Check
    from chats.validation.sample import Sample

    yield Check("migrations: every one is applied", migrations.applied)
    sample = Sample.make()
    yield from creation.checks(sample)
    yield from constraints.checks(sample)
    yield from permissions.checks(sample)
    yield from lookups.checks()


def holds(check: "Check", say: Say) -> bool:
    """Try one in a transaction of its own, so that the next finds everything as it was."""
    from django.core.exceptions import PermissionDenied, ValidationError
    from django.db import DatabaseError, transaction

    from chats.validation.check import Failed

    try:
        with transaction.atomic():
            check.run()
    except (Failed, DatabaseError, ValidationError, PermissionDenied) as error:
        say(f"FAIL  {check.name}: {str(error).splitlines()[0]}")
        return False
    say(f"ok    {check.name}")
    return True


if __name__ == "__main__":
    sys.exit(main())
