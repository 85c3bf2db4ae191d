"""Statements whose parameters travel apart from them, so that PostgreSQL keeps their plans.

Django writes parameters into the text of a statement, which is then parsed and planned anew each
time; for a set of many rows that takes longer than running it.
"""

from collections.abc import Sequence
from typing import Any

import psycopg
from django.db import connection


def execute(sql: str, parameters: Sequence[Any]) -> None:
    """Run a statement in the current transaction."""
    with _cursor() as cursor:
        cursor.execute(sql, parameters)


def fetch(sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Run a query in the current transaction; return its rows."""
    with _cursor() as cursor:
        cursor.execute(sql, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _cursor() -> Any:
    connection.ensure_connection()
    bare: Any = psycopg.Cursor(connection.connection)
    make = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    return make(bare)
