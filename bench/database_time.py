"""How long the database itself works on what a page asks of it."""

import json
from collections.abc import Callable
from statistics import median
from typing import Any

from django.db import connection

REPEATS = 5
PLANNED = "EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) "

Query = tuple[str, Any]


def database_ms(work: Callable[[], object]) -> float:
    """Do some reading, and return what its queries take in PostgreSQL, planned and run.

    Each query is measured by EXPLAIN ANALYZE several times; their medians are added up.
    """
    return sum(median(_explained(query) for _ in range(REPEATS)) for query in queries_of(work))


def queries_of(work: Callable[[], object]) -> list[Query]:
    """The queries that some reading sends, in their order."""
    found: list[Query] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().upper().startswith(("SELECT", "WITH")):
            found.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        work()
    return found


def _explained(query: Query) -> float:
    sql, params = query
    with connection.cursor() as cursor:
        cursor.execute(PLANNED + sql, params)
        found = cursor.fetchone()[0]
    plan = (json.loads(found) if isinstance(found, str) else found)[0]
    return float(plan["Planning Time"] + plan["Execution Time"])
