"""Messages and events in partitions by conversation, for who has outgrown one table.

Events keep every guarantee: their key begins with the conversation. Of messages, what holds over
all conversations moves to a small ledger of keys: a message_id is there once, a client_id once
per sender, and what refers to a message refers to the ledger. Triggers keep it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from chats.models import Event, Message

KEYS = {Event: "conversation_id, seq", Message: "message_id, conversation_id"}
# A unique index of messages without the conversation, which the ledger holds in its place.
ONCE_PER_SENDER = "unique_message_client_id"

INDEXES = """
SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid), i.indisunique,
       coalesce(pg_get_constraintdef(c.oid), ''),
       EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = i.indrelid
               AND a.attnum = ANY(i.indkey) AND a.attname = 'conversation_id')
FROM pg_index i LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid AND c.conrelid = i.indrelid
WHERE i.indrelid = %s::regclass AND NOT i.indisprimary ORDER BY 1
"""
FOREIGN_KEYS = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE contype = 'f' AND %s::regclass IN (conrelid, confrelid) ORDER BY 1, 2
"""
TRIGGERS = """
SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal
"""
PARTITIONED = "SELECT relkind = 'p' FROM pg_class WHERE oid = %s::regclass"
LIKE = "INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE INCLUDING COMPRESSION"

MAKE_LEDGER = """
CREATE TABLE message_ledger AS
SELECT message_id, conversation_id, sender_id, client_id FROM messages;
ALTER TABLE message_ledger ADD PRIMARY KEY (message_id), ALTER conversation_id SET NOT NULL,
    ALTER sender_id SET NOT NULL;
CREATE UNIQUE INDEX unique_message_client_id ON message_ledger (sender_id, client_id)
WHERE client_id IS NOT NULL;
CREATE INDEX message_by_client_id ON messages (sender_id, client_id)
WHERE client_id IS NOT NULL;

CREATE FUNCTION enter_in_ledger() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO message_ledger (message_id, conversation_id, sender_id, client_id)
    SELECT message_id, conversation_id, sender_id, client_id FROM entered;
    RETURN NULL;
END $$;
CREATE TRIGGER messages_entered AFTER INSERT ON messages
REFERENCING NEW TABLE AS entered FOR EACH STATEMENT EXECUTE FUNCTION enter_in_ledger();

CREATE FUNCTION strike_from_ledger() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM message_ledger USING struck WHERE message_ledger.message_id = struck.message_id;
    RETURN NULL;
END $$;
CREATE TRIGGER messages_struck AFTER DELETE ON messages
REFERENCING OLD TABLE AS struck FOR EACH STATEMENT EXECUTE FUNCTION strike_from_ledger();

CREATE FUNCTION correct_ledger() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE message_ledger SET message_id = NEW.message_id, client_id = NEW.client_id
    WHERE message_id = OLD.message_id;
    RETURN NULL;
END $$;
CREATE TRIGGER messages_corrected AFTER UPDATE OF message_id, client_id ON messages
FOR EACH ROW
WHEN ((OLD.message_id, OLD.client_id) IS DISTINCT FROM (NEW.message_id, NEW.client_id))
EXECUTE FUNCTION correct_ledger();
"""

Say = Callable[[str], object]


class Unsuitable(Exception):
    """The tables cannot be partitioned as they are."""


@dataclass(slots=True)
class Index:
    name: str
    definition: str
    is_unique: bool
    constraint: str
    has_conversation: bool


@dataclass(slots=True)
class Reference:
    table: str
    name: str
    definition: str


def is_partitioned() -> bool:
    return bool(_ask(PARTITIONED, Message._meta.db_table)[0][0])


def partition(count: int, say: Say) -> None:
    """Turn both tables into `count` partitions each, in one transaction that shuts others out.

    Raises Unsuitable when that is done already, or a rule of a table could not be kept.
    """
    if is_partitioned():
        raise Unsuitable("They are partitioned already.")
    with transaction.atomic():
        _run(
            "SET CONSTRAINTS ALL IMMEDIATE", "LOCK TABLE messages, events IN ACCESS EXCLUSIVE MODE"
        )
        for model in (Event, Message):
            _Rebuilding(model, count, say).run()
        _run("SET CONSTRAINTS ALL DEFERRED")


class _Rebuilding:
    """One table that becomes partitions: all that hangs on it is read first, and made again."""

    def __init__(self, model: type[Event] | type[Message], count: int, say: Say) -> None:
        self.table = model._meta.db_table
        self.key = KEYS[model]
        self.has_ledger = model is Message
        self.count, self.say = count, say
        self.indexes = [Index(*row) for row in _ask(INDEXES, self.table)]
        self.references = [Reference(*row) for row in _ask(FOREIGN_KEYS, self.table)]
        self.triggers = [row[0] for row in _ask(TRIGGERS, self.table)]
        for index in self.indexes:
            if index.is_unique and not (index.has_conversation or index.name == ONCE_PER_SENDER):
                raise Unsuitable(f"{index.name} cannot be kept in partitions.")

    def run(self) -> None:
        self.say(f"Copying {self.table} …")
        self._drop_references()
        self._copy()
        self.say(f"Indexing {self.table} …")
        self._index()
        if self.has_ledger:
            _run(MAKE_LEDGER)
        _run(*self.triggers)
        self.say(f"Checking what refers to {self.table} …")
        self._refer_again()
        _run(f"ANALYZE {self.table}")

    def _drop_references(self) -> None:
        for each in self.references:
            _run(f'ALTER TABLE {each.table} DROP CONSTRAINT "{each.name}"')

    def _copy(self) -> None:
        table, whole = self.table, f"{self.table}_whole"
        _run(
            f"ALTER TABLE {table} RENAME TO {whole}",
            f"CREATE TABLE {table} (LIKE {whole} {LIKE}) PARTITION BY HASH (conversation_id)",
            *(
                f"CREATE TABLE {table}_p{number} PARTITION OF {table}"
                f" FOR VALUES WITH (MODULUS {self.count}, REMAINDER {number})"
                for number in range(self.count)
            ),
            # What belongs together comes to lie together.
            f"INSERT INTO {table} SELECT * FROM {whole} ORDER BY conversation_id, seq",  # noqa: S608
            f"DROP TABLE {whole}",
        )

    def _index(self) -> None:
        self._constrain(f"{self.table}_pkey", f"PRIMARY KEY ({self.key})")
        for index in self.indexes:
            if index.constraint:
                self._constrain(index.name, index.constraint)
            elif index.name != ONCE_PER_SENDER:
                _run(index.definition)

    def _constrain(self, name: str, rule: str) -> None:
        """Add a constraint; a row that breaks it names the rule, whatever its partition."""
        _run(f"ALTER TABLE {self.table} ADD CONSTRAINT {name} {rule}")
        for partition_, found in _ask(
            "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE conparentid ="
            " (SELECT oid FROM pg_constraint WHERE conrelid = %s::regclass AND conname = %s)",
            self.table,
            name,
        ):
            number = partition_.rpartition("_")[2]
            _run(f'ALTER TABLE {partition_} RENAME CONSTRAINT "{found}" TO {name}_{number}')

    def _refer_again(self) -> None:
        for each in self.references:
            definition = each.definition
            if self.has_ledger:
                definition = definition.replace(
                    "REFERENCES messages(", "REFERENCES message_ledger("
                )
            _run(f'ALTER TABLE {each.table} ADD CONSTRAINT "{each.name}" {definition}')


def _ask(question: str, *values: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return list(cursor.fetchall())


def _run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
