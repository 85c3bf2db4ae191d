"""The environment, read strictly: a value that makes no sense is named rather than guessed at."""

from typing import Any
from zoneinfo import available_timezones

import environ
from django.core.exceptions import ImproperlyConfigured
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

SWITCH = {*environ.Env.BOOLEAN_TRUE_STRINGS, "false", "off", "n", "no", "0", ""}
SCHEMES = ("postgresql://", "postgres://")


class Environment(environ.Env):
    def get_value(self, var: str, cast: Any = None, *args: Any, **options: Any) -> Any:
        """Return the value as `cast`; ImproperlyConfigured, naming it, when it is none."""
        given = self.ENVIRON.get(var, "")
        if cast is bool and given.strip().lower() not in SWITCH:
            raise ImproperlyConfigured(f"{var} is {given!r}, not true or false.")
        try:
            return super().get_value(var, cast, *args, **options)
        except ValueError as error:
            raise ImproperlyConfigured(f"{var} is {given!r}, not a number.") from error


def time_zone(name: str) -> str:
    """Return it when there is such a zone; ImproperlyConfigured otherwise."""
    if name not in available_timezones():
        raise ImproperlyConfigured(
            f"TIME_ZONE is {name!r}, no time zone: write one as Europe/Berlin."
        )
    return name


def origins(addresses: list[str]) -> list[str]:
    """Return them when each has its scheme; ImproperlyConfigured otherwise."""
    for address in addresses:
        if not address.startswith(("https://", "http://")):
            raise ImproperlyConfigured(
                f"CSRF_TRUSTED_ORIGINS has {address!r}: write it with its scheme, https://{address}."
            )
    return addresses


def database(url: str) -> dict[str, Any]:
    """Return what an address says in Django's words; ImproperlyConfigured when it is none."""
    try:
        if not url.startswith(SCHEMES):
            raise ValueError
        conninfo_to_dict(url)
        return {"OPTIONS": {}, **environ.Env.db_url_config(url)}
    except (ValueError, ProgrammingError) as error:
        # It is not quoted: it may hold a password.
        raise ImproperlyConfigured(
            "DATABASE_URL is no address of PostgreSQL: write "
            "postgresql://user:password@host:port/name, special characters percent-encoded."
        ) from error
