"""Querysets whose statement is made once.

For a query with many annotations Django takes longer to write the statement than PostgreSQL to
answer it, and PostgreSQL longer to plan it. A prepared one is written with the first use, and its
plan is kept by the connection; its models are as complete as those of the queryset.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.models.query import get_related_populators
from django.db.models.sql.compiler import SQLCompiler

from chats.models.statements import fetch

Model = TypeVar("Model", bound=models.Model)


class Prepared(Generic[Model]):
    """Run with `ids`, the arrays that the columns are looked up in.

    `columns` are named with their tables: `Prepared(queryset, "messages.message_id")`.
    """

    def __init__(self, make: "Callable[[], models.QuerySet[Model]]", *columns: str) -> None:
        self._make = make
        self._columns = columns

    def run(self, *ids: Iterable[Any]) -> list[Model]:
        """Return the rows whose columns are among `ids`."""
        rows = fetch(self._statement, [list(some) for some in ids])
        return list(self._models(rows)) if rows else []

    @cached_property
    def _compiler(self) -> SQLCompiler:
        # Django writes these conditions into the statement as they are.
        found_by = [f"{column} = ANY(:{number})" for number, column in enumerate(self._columns)]
        queryset = self._make().order_by().extra(where=found_by)  # noqa: S610 - our own words
        compiler: SQLCompiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        return compiler

    @cached_property
    def _statement(self) -> str:
        sql = connection.ops.compose_sql(*self._compiler.as_sql()).replace("%", "%%")  # type: ignore[attr-defined]
        for number in range(len(self._columns)):
            sql = sql.replace(f":{number})", "%s)")
        return str(sql)

    def _models(self, rows: list[tuple[Any, ...]]) -> Iterator[Model]:
        compiler = self._compiler
        about: Any = compiler.klass_info
        model, fields = about["model"], about["select_fields"]
        selected: Any = compiler.select
        names = [one[0].target.attname for one in selected[fields[0] : fields[-1] + 1]]
        converters = compiler.get_converters([one[0] for one in selected])
        related = get_related_populators(about, selected, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]
        for row in compiler.apply_converters(rows, converters) if converters else rows:
            found = model.from_db(DEFAULT_DB_ALIAS, names, row[fields[0] : fields[-1] + 1])
            for one in related:
                one.populate(row, found)
            for name, place in (compiler.annotation_col_map or {}).items():
                setattr(found, name, row[place])
            yield found
