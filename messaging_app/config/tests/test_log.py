"""Logs say what happened, not what people wrote."""

import io
import json
import logging
import logging.config
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import IntegrityError, connection
from django.test import Client

from config import log

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    chosen = log.config(level="INFO", as_json=True)
    chosen["handlers"]["stderr"]["stream"] = stream
    logging.config.dictConfig(chosen)
    yield stream
    logging.config.dictConfig(settings.LOGGING)


def test_a_line_is_an_event_with_name_level_and_time(lines: io.StringIO) -> None:
    logging.getLogger("chats").warning("a %s thing", "strange")
    said = json.loads(lines.getvalue())
    assert said["event"] == "a strange thing"
    assert said["logger"] == "chats"
    assert said["level"] == "warning"
    assert said["timestamp"].endswith("Z")


def test_a_missing_page_is_logged_without_its_query(client: Client, lines: io.StringIO) -> None:
    client.get("/nowhere/?token=secret-token")
    assert "/nowhere/" in lines.getvalue()
    assert "secret-token" not in lines.getvalue()


def test_a_refused_row_is_not_quoted(lines: io.StringIO) -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO django_session VALUES ('k', 'dear diary\nTraceback: ha', NULL)"
            )
    except IntegrityError:
        logging.getLogger("chats").exception("a refused row")
    text = lines.getvalue()
    assert "violates not-null constraint" in text
    assert "Traceback (most recent call last)" in text
    assert "dear diary" not in text
    assert "ha" not in json.loads(text)["exception"].split()


def test_statements_with_their_values_are_never_logged(lines: io.StringIO) -> None:
    logging.getLogger("django.db.backends").error("SELECT 'dear diary'")
    logging.getLogger("uvicorn.access").error("GET /?q=dear+diary")
    assert lines.getvalue() == ""
