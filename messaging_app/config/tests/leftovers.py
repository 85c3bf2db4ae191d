"""What tests leave in the database when they commit."""

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction

KEPT = {ContentType._meta.db_table, Permission._meta.db_table}
WATCHED = "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"


def delete_leftovers() -> None:
    """Empty the tables, except those that Django fills when it migrates."""
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(WATCHED)
        watched = [table for (table,) in cursor.fetchall()]
        for table in watched:  # no trigger refuses to delete, or counts what goes
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for table in sorted(set(tables) - KEPT):
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")  # noqa: S608
        # A table with foreign keys still to be checked cannot be altered.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in watched:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
