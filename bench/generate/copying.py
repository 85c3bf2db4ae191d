"""Rows on their way into a table, as COPY takes them."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import connection, models
from psycopg import Cursor, sql

LINES = 5000  # written at once
NULL = r"\N"


class Target:
    """A table of which some columns are given row by row, and all others have their defaults."""

    def __init__(self, model: type[models.Model], *given: str) -> None:
        self.table = model._meta.db_table
        self.columns = list(given)
        self.tail = ""
        for field in model._meta.concrete_fields:
            column = field.column
            if column is None or column in given or isinstance(field, models.AutoField):
                continue
            self.columns.append(column)
            self.tail += f"\t{_text(_default(field))}"
        self.tail += "\n"

    def copy(self, cursor: Cursor[Any], rows: Iterable[str]) -> Iterator[int]:
        """Write rows, each of them its given columns with tabs between; yield how many went."""
        names = sql.SQL(", ").join(map(sql.Identifier, self.columns))
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(self.table), names)
        waiting = iter(rows)
        with cursor.copy(statement) as copy:
            while some := list(islice(waiting, LINES)):
                copy.write(self.tail.join([*some, ""]).encode())
                yield len(some)


def _default(field: "models.Field[Any, Any]") -> Any:
    if getattr(field, "auto_now_add", False) or getattr(field, "auto_now", False):
        raise ValueError(f"{field.column} has to be given")
    return field.get_db_prep_save(field.get_default(), connection)


def _text(value: Any) -> str:
    """As COPY writes it; defaults hold nothing that would need escaping."""
    if value is None:
        return NULL
    if isinstance(value, bool):
        return "t" if value else "f"
    return str(getattr(value, "obj", value))
