"""A generated past is one that could have been."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from bench.paths import MANAGE, ROOT
from bench.programs import run
from config.cluster import Cluster

CHECK = """
SELECT (SELECT count(*) FROM messages),
       (SELECT count(*) FROM conversations c
        WHERE message_count <> (SELECT count(*) FROM messages m
                                WHERE m.conversation_id = c.conversation_id)
           OR participant_count <> (SELECT count(*) FROM conversation_participants p
                                    WHERE p.conversation_id = c.conversation_id)
           OR last_seq <> (SELECT count(*) FROM events e
                           WHERE e.conversation_id = c.conversation_id)
           OR last_message_at <> (SELECT max(sent_at) FROM messages m
                                  WHERE m.conversation_id = c.conversation_id)),
       (SELECT count(*) FROM events e FULL JOIN messages m USING (message_id)
        WHERE e.kind = 'message.created'
        AND (e.conversation_id, e.seq) IS DISTINCT FROM (m.conversation_id, m.seq)),
       (SELECT count(*) FROM messages m
        WHERE NOT EXISTS (SELECT FROM conversation_participants p
                          WHERE p.conversation_id = m.conversation_id AND p.user_id = m.sender_id)),
       (SELECT count(*) FROM conversation_participants JOIN conversations c USING (conversation_id)
        WHERE last_read_seq > c.last_seq OR last_delivered_seq < last_read_seq),
       (SELECT count(*) FROM conversation_participants JOIN users u USING (user_id)
        WHERE u.email = 'inbox@bench.example')
"""


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """An installation in a folder, and the address of its database."""
    folder = tmp_path_factory.mktemp("filled")
    run(
        [ROOT / "bin" / "bench", "generate", folder, "--messages=4000", "--conversations=300"],
        environment=_environment(),
        patience=300,
    )
    cluster = Cluster(folder / "postgresql")
    cluster.hold()
    yield folder, cluster.url()
    cluster.release()


def test_counters_numbers_events_and_positions_are_right(filled: tuple[Path, str]) -> None:
    with psycopg.connect(filled[1]) as base:
        found = base.execute(CHECK).fetchone()
    assert found == (4000, 0, 0, 0, 0, 75)


def test_the_installation_passes_its_own_checks(filled: tuple[Path, str]) -> None:
    folder, address = filled
    validate = MANAGE.parent / "chats" / "validate.py"
    environment = {**_environment(), "VAR_DIR": str(folder), "DATABASE_URL": address}
    said = run([sys.executable, validate], environment=environment, patience=300)
    assert "all hold" in said


def _environment() -> dict[str, str]:
    """Not as a test: programs are started as people start them."""
    return {name: value for name, value in os.environ.items() if "PYTEST" not in name}
