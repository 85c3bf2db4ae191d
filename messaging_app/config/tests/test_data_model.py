"""The page of the data model says what the code and the database hold."""

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection

from chats.models import Message
from config import data_model


def test_the_page_is_what_the_code_says() -> None:
    call_command("document_models", check=True)


def test_a_stale_page_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data_model, "HEADER", "# Another\n")
    with pytest.raises(CommandError, match="stale"):
        call_command("document_models", check=True)


@pytest.mark.parametrize("name", ["message_by_time", "one_too_many"])
def test_an_index_without_its_why_is_refused(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    why = dict(Message.indexed_for)
    if why.pop(name, None) is None:
        why[name] = "nothing"
    monkeypatch.setattr(Message, "indexed_for", why)
    with pytest.raises(ImproperlyConfigured, match=name):
        data_model.page()


def test_every_table_field_enum_and_constraint_is_there() -> None:
    page = (settings.ROOT / "docs" / "data-model.md").read_text(encoding="utf-8")
    for model in data_model.our_models():
        assert f"## {model._meta.db_table}\n" in page
        for field in data_model.fields(model):
            assert f"| {field.name} | {field.column} |" in page
            for value, __ in field.flatchoices or []:
                assert f"`{value}`" in page
        for constraint in model._meta.constraints:
            assert f"`{constraint.name}`" in page


@pytest.mark.django_db
def test_the_database_has_no_index_that_is_not_explained() -> None:
    for model in data_model.our_models():
        table = model._meta.db_table
        with connection.cursor() as cursor:
            found = connection.introspection.get_constraints(cursor, table)
        really = [
            name
            for name, made in found.items()
            if (made["index"] or made["unique"])
            and not made["primary_key"]
            # Django's companion of a unique text column; the busy tables of chats have none.
            and not (name.endswith("_like") and model._meta.app_label != "chats")
        ]
        assert len(really) == len(list(data_model.indexes(model))), (table, sorted(really))
