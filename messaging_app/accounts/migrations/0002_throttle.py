"""The table in which tries are counted (the cache of the installation).

Unlogged: it is written at every try to sign in, and nobody misses it after a crash.
"""

from django.db import migrations

MAKE = """
CREATE UNLOGGED TABLE accounts_throttle (
    cache_key varchar(255) NOT NULL PRIMARY KEY,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE INDEX accounts_throttle_expires ON accounts_throttle (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [migrations.RunSQL(MAKE, "DROP TABLE accounts_throttle")]
