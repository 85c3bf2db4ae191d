"""Puts indexes, keys and triggers aside while rows are loaded, and puts all of it back."""

from typing import LiteralString

from psycopg import Cursor

TABLES = ["users", "conversations", "conversation_participants", "messages", "events"]

FOREIGN: LiteralString = """
SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
       format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname,
              pg_get_constraintdef(oid))
FROM pg_constraint
WHERE (conrelid = ANY(%(tables)s::regclass[]) OR confrelid = ANY(%(tables)s::regclass[]))
    AND contype = 'f'
ORDER BY oid
"""

# In the order in which they were made, which is the order in which PostgreSQL asks them.
INDEXES: LiteralString = """
SELECT CASE WHEN k.oid IS NULL THEN format('DROP INDEX %%s', indexrelid::regclass)
            ELSE format('ALTER TABLE %%s DROP CONSTRAINT %%I', indrelid::regclass, conname) END,
       CASE WHEN k.oid IS NULL THEN pg_get_indexdef(indexrelid)
            ELSE format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', indrelid::regclass, conname,
                        pg_get_constraintdef(k.oid)) END
FROM pg_index LEFT JOIN pg_constraint k ON conindid = indexrelid AND contype IN ('p', 'u')
WHERE indrelid = ANY(%(tables)s::regclass[])
ORDER BY indexrelid
"""

ALL: LiteralString = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), convalidated::text
FROM pg_constraint WHERE conrelid <> 0
UNION ALL
SELECT indrelid::regclass::text, indexrelid::regclass::text, pg_get_indexdef(indexrelid),
       indisvalid::text
FROM pg_index WHERE indrelid = ANY(%(tables)s::regclass[])
UNION ALL
SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid), tgenabled::text
FROM pg_trigger WHERE NOT tgisinternal
UNION ALL
SELECT attrelid::regclass::text, attname, format_type(atttypid, atttypmod), attnotnull::text
FROM pg_attribute WHERE attrelid = ANY(%(tables)s::regclass[]) AND attnum > 0
ORDER BY 1, 2, 3
"""

# Building an index is sorting: with room it needs no detour over the disk.
ROOM = ("SET LOCAL maintenance_work_mem = '1GB'", "SET LOCAL max_parallel_maintenance_workers = 2")

Rows = list[tuple[str, ...]]


def lay_aside(cursor: Cursor[tuple[str, ...]]) -> list[str]:
    """Drop what loading does not need; return the statements that make it anew, in order."""
    again: list[str] = []
    for query in (FOREIGN, INDEXES):
        found = cursor.execute(query, {"tables": TABLES}).fetchall()
        for drop, _ in found:
            _run(cursor, drop)
        again = [*(make for _, make in found), *again]
    for table in TABLES:
        _run(cursor, f"ALTER TABLE {table} DISABLE TRIGGER USER")
    return [*ROOM, *again, *(f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in TABLES)]


def restore(cursor: Cursor[tuple[str, ...]], statement: str) -> None:
    _run(cursor, statement)


def picture(cursor: Cursor[tuple[str, ...]]) -> Rows:
    """All of the schema that is put aside, to be compared before and after."""
    return cursor.execute(ALL, {"tables": TABLES}).fetchall()


def _run(cursor: Cursor[tuple[str, ...]], statement: str) -> None:
    cursor.execute(statement.encode())
