"""What the disk and the database allow: pgbench on Rapport's own tables with all their indexes.

`one` is one transaction for each message, which bumps the conversation and inserts message and
event in one statement, by 8 clients; `set_` is the same for sets of 10; `hot` is `one` into a
single conversation.
"""

import uuid
from pathlib import Path

from bench import postgresql
from chats.models import Conversation, User

HERE = Path(__file__).resolve().parent
CLIENTS = 8
WIDTH = 32  # conversations of each client, so that sets do not wait for each other
SET = 10
PREFIX = "be4c0000-0000-7000-8000-"


class Limits:
    """Taken anew in each round, in the minute of what is compared with them."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        ids = [uuid.UUID(f"{PREFIX}{n:012x}") for n in range(CLIENTS * WIDTH)]
        if not User.objects.filter(pk=ids[0]).exists():
            _make_conversations(ids)

    def one(self) -> float:
        return self._run("one", conversations=CLIENTS * WIDTH)

    def hot(self) -> float:
        return self._run("one", conversations=1)

    def set_(self) -> float:
        return SET * self._run("set", width=WIDTH)

    def _run(self, script: str, **variables: int) -> float:
        """Messages a second."""
        path = HERE / f"{script}.sql"
        return postgresql.pgbench(path, clients=CLIENTS, seconds=self.seconds, **variables)


def _make_conversations(ids: list[uuid.UUID]) -> None:
    """Each with somebody of the same key to speak in it; pgbench asks nobody for a place."""
    User.objects.bulk_create(_person(one, number) for number, one in enumerate(ids))
    Conversation.objects.bulk_create(Conversation(id=one, title="Limit") for one in ids)


def _person(pk: uuid.UUID, number: int) -> User:
    email = f"limit{number}@bench.example"
    return User(id=pk, email=email, first_name="Limit", last_name=str(number), role="guest")
