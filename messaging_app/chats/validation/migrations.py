"""The tables are as the code expects them."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from chats.validation.check import expect


def applied() -> None:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    expect(not missing, f"{len(missing)} are missing; run manage.py migrate")
