"""The description of the API is valid, and says what the API does."""

from typing import Any

import jsonschema
import pytest
from django.test import Client
from drf_spectacular.validation import validate_schema

from api.shapes import MOST_AT_ONCE
from api.tests.conftest import post
from chats.models import Conversation


@pytest.fixture
def schema(client: Client, db: None) -> Any:
    answer = client.get("/api/v1/schema/", headers={"accept": "text/html"})
    assert answer.status_code == 200
    return answer.json()


def test_it_is_valid_and_names_every_address_of_programs(schema: Any) -> None:
    validate_schema(schema)
    assert sorted(schema["paths"]) == [
        "/api/v1/conversations/{id}/messages/",
        "/api/v1/conversations/{id}/messages/batch/",
        "/api/v1/messages/batch/",
    ]
    for path in schema["paths"].values():
        assert path["post"]["security"] == [{"accessToken": []}]


def test_answers_are_as_described(schema: Any, program: Client, group: Conversation) -> None:
    def check(name: str, answer: Any) -> None:
        reference = {"$ref": f"#/components/schemas/{name}", "components": schema["components"]}
        jsonschema.validate(answer.json(), reference)

    address = f"/api/v1/conversations/{group.pk}/messages/"
    check("SentMessage", post(program, address, {"body": "x"}))
    check("Refusal", post(program, address, {"body": ""}))
    check("Refusal", post(program, address, []))
    check("Results", post(program, address + "batch/", {"messages": [{"body": "x"}, {}, 7]}))


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("NewMessage", {"body": "x", "clientid": "y"}),
        ("NewMessage", {"body": "x" * 5001}),
        ("NewMessage", {"client_id": None}),
        ("AddressedMessage", {"body": "x"}),
        ("Batch", {"messages": [{"body": "x"}] * (MOST_AT_ONCE + 1)}),
        ("Batch", {"messages": [{"body": 7}]}),
    ],
)
def test_what_is_refused_is_described_as_wrong(schema: Any, name: str, body: Any) -> None:
    reference = {"$ref": f"#/components/schemas/{name}", "components": schema["components"]}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(body, reference)
