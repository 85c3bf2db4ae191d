import argparse
import os
import subprocess
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from config.postmaster import programs


class Command(BaseCommand):
    help = "Run a program of PostgreSQL (psql, pg_dump, pg_restore …) on Rapport's database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("program")
        parser.add_argument("arguments", nargs=argparse.REMAINDER)

    def handle(self, *args: Any, program: str, arguments: list[str], **options: Any) -> None:
        path = programs() / program
        if not path.is_file():
            names = ", ".join(sorted(each.name for each in path.parent.iterdir()))
            raise CommandError(f"There is no program {program}, but: {names}.")
        sys.exit(subprocess.run([path, *arguments], env={**os.environ, **_address()}).returncode)


def _address() -> dict[str, str]:
    """Return the variables by which every program of PostgreSQL finds the database."""
    chosen = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    return {
        variable: str(chosen[name])
        for variable, name in {**names, "PGDATABASE": "NAME"}.items()
        if chosen[name]
    }
