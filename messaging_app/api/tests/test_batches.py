"""Sending many at once: a result for each, in order; a bad one fails alone."""

import json
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from api.json_body import MANY_MESSAGES
from api.models import AccessToken
from api.shapes import MOST_AT_ONCE
from api.tests.conftest import post, program_of
from chats.models import Conversation, Message, User

ADDRESSED = "/api/v1/messages/batch/"


def batch_of(conversation: Conversation) -> str:
    return reverse("api:messages_batch", args=[conversation.pk])


def new(count: int, **more: Any) -> list[dict[str, Any]]:
    return [{"body": f"m{i}", "client_id": str(uuid.uuid4()), **more} for i in range(count)]


def results(program: Client, address: str, messages: list[Any]) -> list[dict[str, Any]]:
    answer = post(program, address, json.dumps({"messages": messages}))
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["results"]
    return found


def test_each_has_its_result_in_order(program: Client, group: Conversation, ann: User) -> None:
    found = results(program, batch_of(group), new(3))
    stored = list(Message.objects.order_by("seq"))
    assert [message.message_body for message in stored] == ["m0", "m1", "m2"]
    assert {message.sender for message in stored} == {ann}
    assert [(each["status"], each["id"], each["seq"]) for each in found] == [
        (201, str(message.pk), message.seq) for message in stored
    ]


def test_the_same_batch_again_changes_nothing(program: Client, group: Conversation) -> None:
    messages = [*new(3), {"body": ""}]
    first = results(program, batch_of(group), messages)
    group.refresh_from_db()
    again = results(program, batch_of(group), messages)
    assert [each.pop("status") for each in first] == [201, 201, 201, 400]
    assert [each.pop("status") for each in again] == [200, 200, 200, 400]
    assert first == again
    assert group.messages.count() == 3
    assert Conversation.objects.get(pk=group.pk).last_seq == group.last_seq


def test_half_a_batch_that_came_through_is_completed(program: Client, group: Conversation) -> None:
    messages = new(4)
    results(program, batch_of(group), messages[:2])
    found = results(program, batch_of(group), messages)
    assert [each["status"] for each in found] == [200, 200, 201, 201]
    assert group.messages.count() == 4


def test_a_bad_one_fails_alone(program: Client, group: Conversation) -> None:
    good, twice = new(2)
    bad: list[tuple[Any, int, str]] = [
        ({"body": ""}, 400, "Write something first."),
        ({"body": "a\0b"}, 400, "cannot be stored"),
        ({"body": "\ud800"}, 400, "cannot be stored"),
        ({"body": 7}, 400, "The body is a text."),
        ({}, 400, "The body is missing."),
        (None, 400, "Send an object."),
        ("x", 400, "Send an object."),
        ([good], 400, "Send an object."),
        ({"body": "x", "what": 1}, 400, "unknown field"),
        ({"body": "x", "client_id": "x"}, 400, "An id is a UUID, as text."),
        ({"body": "x", "reply_to": str(uuid.uuid4())}, 400, "not in this conversation"),
        (twice | {"body": "other"}, 409, "already sent with other words"),
    ]
    found = results(program, batch_of(group), [good, twice, *(item for item, *__ in bad), twice])
    assert [each["status"] for each in found] == [201, 201, *(s for __, s, __ in bad), 200]
    for each, (__, __, said) in zip(found[2:], bad, strict=False):
        assert said in each["error"]
        assert "id" not in each
    assert found[3]["fields"].keys() == {"body"}
    assert found[-1]["id"] == found[1]["id"]
    assert group.messages.count() == 2


def test_a_message_may_answer_an_earlier_one_of_its_batch(
    program: Client, group: Conversation
) -> None:
    [first] = results(program, batch_of(group), new(1))
    [reply] = results(program, batch_of(group), new(1, reply_to=first["id"]))
    assert str(Message.objects.get(pk=reply["id"]).reply_to_id) == first["id"]


def test_each_goes_into_its_own_conversation(
    program: Client, group: Conversation, direct: Conversation, ann: User, dee: User
) -> None:
    theirs = Conversation.objects.start_group(by=dee, people=[dee, *theirs_of(dee)], title="No")
    places = [group, direct, theirs, group]
    messages = [new(1, conversation=str(place.pk))[0] for place in places]
    messages += [new(1)[0], new(1, conversation=7)[0], new(1, conversation=str(uuid.uuid4()))[0]]
    found = results(program, ADDRESSED, messages)
    assert [each["status"] for each in found] == [201, 201, 404, 201, 400, 400, 404]
    assert (group.messages.count(), direct.messages.count()) == (2, 1)
    assert not theirs.messages.exists()


def theirs_of(dee: User) -> list[User]:
    return [
        User.objects.create_user(
            "eve@rapport.example", first_name="Eve", last_name="E", role="host"
        )
    ]


def test_a_batch_for_others_is_not_there(group: Conversation, dee: User) -> None:
    outsider = program_of(AccessToken.issue(dee, name="x").secret)
    for messages in ([], new(1)):
        answer = post(outsider, batch_of(group), {"messages": messages})
        assert answer.status_code == 404
        assert answer.json() == {"error": "You have no such conversation."}


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({}, "The list “messages” is missing."),
        ({"messages": None}, "The list “messages” is missing."),
        ({"messages": {}}, "“messages” is a list."),
        ({"messages": "x"}, "“messages” is a list."),
        ({"messages": 7}, "“messages” is a list."),
        ({"messages": [{}] * (MOST_AT_ONCE + 1)}, "A batch holds up to 500 messages."),
        ({"messages": [], "more": 1}, "There is an unknown field."),
        ([], "Send an object."),
        ([{"body": "x"}], "Send an object."),
        ("x", "Send an object."),
    ],
)
def test_what_is_no_batch_is_refused_whole(
    program: Client, group: Conversation, body: Any, said: str
) -> None:
    for address in (batch_of(group), ADDRESSED):
        answer = post(program, address, json.dumps(body))
        assert answer.status_code == 400
        assert said in answer.json()["error"]


def test_a_batch_is_bounded(program: Client) -> None:
    answer = post(program, ADDRESSED, b" " * (MANY_MESSAGES + 1))
    assert answer.status_code == 413


def test_the_longest_batch_in_the_longest_spelling_fits(
    program: Client, group: Conversation
) -> None:
    longest = json.dumps({"body": "é" * 5000, "client_id": str(uuid.uuid4())})
    assert MOST_AT_ONCE * (len(longest) + 2) < MANY_MESSAGES


def test_nothing_to_send_is_nothing_sent(program: Client, group: Conversation) -> None:
    assert results(program, batch_of(group), []) == []
    assert results(program, ADDRESSED, []) == []


@pytest.mark.parametrize("address", [ADDRESSED, "/api/v1/schema/"])
@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS"])
def test_other_methods_are_refused(program: Client, address: str, method: str) -> None:
    assert program.generic(method, address).status_code == 405


@pytest.mark.parametrize("address", ["one", "each"])
def test_five_hundred_cost_as_many_queries_as_two(
    program: Client, group: Conversation, direct: Conversation, ann: User, address: str
) -> None:
    def cost(count: int) -> int:
        places = (
            [{}] if address == "one" else [{"conversation": str(c.pk)} for c in (group, direct)]
        )
        messages = [
            {"body": f"@Ben and @Cy {i}", "client_id": str(uuid.uuid4()), **places[i % len(places)]}
            for i in range(count)
        ]
        where = batch_of(group) if address == "one" else ADDRESSED
        with CaptureQueriesContext(connection) as queries:
            found = results(program, where, messages)
        assert {each["status"] for each in found} == {201}
        return len(queries)

    cost(2)
    few = cost(2)
    assert cost(MOST_AT_ONCE) == few <= 14
