"""Sending one message with a token: what is taken, what is refused, in which words."""

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from api.json_body import ONE_MESSAGE
from api.models import AccessToken
from api.tests.conftest import post, program_of
from chats.models import Conversation, Message, User
from chats.models.message.refusals import Full

ID = "01a2012a-443d-770b-ba7a-cd2fe72dbd87"


def messages_of(conversation: Conversation) -> str:
    return reverse("api:messages", args=[conversation.pk])


def test_what_is_sent_is_said_by_the_person(
    program: Client, group: Conversation, ann: User
) -> None:
    before = group.post(by=ann, body="first")
    body = {"body": "**hello**\r\nthere", "client_id": ID, "reply_to": str(before.pk)}
    answer = post(program, messages_of(group), body)
    assert answer.status_code == 201
    message = Message.objects.get(pk=answer.json()["id"])
    assert (message.sender, message.conversation) == (ann, group)
    assert message.message_body == "**hello**\nthere"
    assert (str(message.client_id), message.reply_to) == (ID, before)
    at = message.sent_at.isoformat(timespec="microseconds").replace("+00:00", "Z")
    assert answer.json() == {"id": str(message.pk), "seq": message.seq, "sent_at": at}
    assert answer["Cache-Control"] == "private, no-store"


def test_a_repeat_is_answered_with_what_is_stored(program: Client, group: Conversation) -> None:
    body = {"body": "once", "client_id": ID}
    first, again = (post(program, messages_of(group), body) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert group.messages.count() == 1


def test_other_words_under_the_same_id_are_a_conflict(program: Client, group: Conversation) -> None:
    post(program, messages_of(group), {"body": "once", "client_id": ID})
    other = post(program, messages_of(group), {"body": "twice", "client_id": ID})
    assert other.status_code == 409
    assert other.json() == {"error": "This message was already sent with other words."}


def test_without_an_id_the_same_words_are_said_twice(program: Client, group: Conversation) -> None:
    for client_id in ({}, {"client_id": None}):
        assert post(program, messages_of(group), {"body": "x"} | client_id).status_code == 201
    assert group.messages.count() == 2


@pytest.mark.parametrize(
    ("body", "field", "said"),
    [
        ({}, "body", "The body is missing."),
        ({"body": None}, "body", "The body is missing."),
        ({"body": ""}, "body", "Write something first."),
        ({"body": " \n\u200b"}, "body", "Write something first."),
        ({"body": 7}, "body", "The body is a text."),
        ({"body": True}, "body", "The body is a text."),
        ({"body": ["x"]}, "body", "The body is a text."),
        ({"body": {"x": "y"}}, "body", "The body is a text."),
        ({"body": "x" * 5001}, "body", "5001 characters."),
        ({"body": "a\0b"}, "body", "cannot be stored"),
        ({"body": "a\ud800"}, "body", "cannot be stored"),
        ({"body": "x", "client_id": "7"}, "client_id", "An id is a UUID, as text."),
        ({"body": "x", "client_id": 7}, "client_id", "An id is a UUID, as text."),
        ({"body": "x", "client_id": True}, "client_id", "An id is a UUID, as text."),
        ({"body": "x", "client_id": [ID]}, "client_id", "An id is a UUID, as text."),
        ({"body": "x", "client_id": "\ud800"}, "client_id", "An id is a UUID, as text."),
        ({"body": "x", "client_id": ""}, "client_id", "An id is a UUID, as text."),
        ({"body": "x", "reply_to": "\0"}, "reply_to", "An id is a UUID, as text."),
        ({"body": "x", "reply_to": ID}, "reply_to", "is not in this conversation"),
        ({"body": "x", "clientid": ID}, None, "Known here: body, client_id, reply_to."),
        ({"body": "x", "\ud800": 1}, None, "There is an unknown field."),
        ({"body": "x", "conversation": ID}, None, "There is an unknown field."),
        ([], None, "Send an object."),
        (["x"], None, "Send an object."),
        (None, None, "Send an object."),
        (7, None, "Send an object."),
    ],
)
def test_a_bad_message_is_refused_with_a_sentence(
    program: Client, group: Conversation, body: Any, field: str | None, said: str
) -> None:
    answer = post(program, messages_of(group), json.dumps(body))
    assert answer.status_code == 400
    assert said in answer.json()["error"]
    assert list(answer.json().get("fields", {})) == ([field] if field else [])
    assert not group.messages.exists()


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        (b"", 400, "not JSON"),
        (b"{", 400, "not JSON"),
        (b'{"body": NaN}', 400, "not JSON"),
        (b'{"body": "x"} {}', 400, "not JSON"),
        (b"9" * 5000, 400, "not JSON"),
        (b"\xff\xfe{}", 400, "not UTF-8"),
        (b'{"body": "\xed\xa0\x80"}', 400, "not UTF-8"),
        (b"[" * 100_000, 400, "nested too deep"),
        (b'{"body": ' * 10_000, 400, "nested too deep"),
        (b" " * (ONE_MESSAGE + 1), 413, "more than the 128 kB"),
    ],
)
def test_what_is_no_json_is_refused_with_a_sentence(
    program: Client, group: Conversation, body: bytes, status: int, said: str
) -> None:
    answer = post(program, messages_of(group), body)
    assert answer.status_code == status
    assert said in answer.json()["error"]


@pytest.mark.parametrize(
    "kind", ["", "text/plain", "multipart/form-data; boundary=x", "application/xml", "x" * 300]
)
def test_only_json_is_taken(program: Client, group: Conversation, kind: str) -> None:
    answer = post(program, messages_of(group), b'{"body": "x"}', content_type=kind)
    assert answer.status_code == 415
    assert "Content-Type: application/json" in answer.json()["error"]


@pytest.mark.parametrize("kind", ["application/json; charset=utf-8", "Application/JSON;x=\xff"])
def test_json_is_known_by_its_name(program: Client, group: Conversation, kind: str) -> None:
    answer = post(program, messages_of(group), b'{"body": "x"}', content_type=kind)
    assert answer.status_code == 201


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "*/*;q=0", "\xff"])
def test_the_answer_is_json_whatever_is_accepted(
    program: Client, group: Conversation, accept: str
) -> None:
    address = messages_of(group) + "?format=xml"
    answer = post(program, address, {"body": "x"}, headers={"accept": accept})
    assert (answer.status_code, answer["Content-Type"]) == (201, "application/json")


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_only_post_sends(program: Client, group: Conversation, method: str) -> None:
    answer = program.generic(method, messages_of(group))
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"


def test_what_is_not_the_sender_s_is_not_there(
    direct: Conversation, dee: User, group: Conversation
) -> None:
    outsider = program_of(AccessToken.issue(dee, name="x").secret)
    for address in (messages_of(direct), reverse("api:messages", args=[uuid.uuid4()])):
        answer = post(outsider, address, {"body": "x"})
        assert answer.status_code == 404
        assert answer.json() == {"error": "You have no such conversation."}


def test_nobody_writes_into_a_closed_conversation(program: Client, group: Conversation) -> None:
    Conversation.objects.filter(pk=group.pk).update(is_active=False)
    answer = post(program, messages_of(group), {"body": "x"})
    assert answer.status_code == 403
    assert "closed" in answer.json()["error"]


def test_a_server_that_is_full_says_when_to_come_again(
    program: Client, group: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(posting: object) -> None:
        raise Full

    monkeypatch.setattr("api.sending.store_together", full)
    answer = post(program, messages_of(group), {"body": "x"})
    assert (answer.status_code, answer["Retry-After"]) == (503, "1")
    assert "Try again in a second." in answer.json()["error"]


@pytest.mark.parametrize("method", ["get", "post", "put", "options"])
@pytest.mark.parametrize("path", ["", "v1/", "v1/conversations/7/messages/", "v1/messages/batch"])
def test_a_wrong_address_is_answered_in_json(client: Client, path: str, method: str) -> None:
    answer = getattr(client, method)(f"/api/{path}")
    assert answer.status_code == 404
    assert "There is nothing here." in answer.json()["error"]


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        "Bearer rap_",
        "Bearer rap_" + "x" * 43,
        "Bearer \xff\xfe",
        "Basic {secret}",
        "Token {secret}",
        "{secret}",
        "Bearer {secret}x",
        "Bearer {secret} x",
    ],
)
def test_without_a_token_nothing_is_sent(
    token: AccessToken, group: Conversation, header: str | None
) -> None:
    given = {"authorization": header.format(secret=token.secret)} if header is not None else {}
    answer = post(Client(headers=given), messages_of(group), {"body": "x"})
    assert answer.status_code == 401
    assert "access token" in answer.json()["error"]
    assert answer["WWW-Authenticate"] == 'Bearer realm="Rapport"'
    assert not group.messages.exists()


def test_the_scheme_is_known_in_any_case(token: AccessToken, group: Conversation) -> None:
    program = Client(headers={"authorization": f"bearer  {token.secret}"})
    assert post(program, messages_of(group), {"body": "x"}).status_code == 201


def test_a_session_does_not_let_programs_in(ann: User, group: Conversation) -> None:
    browser = Client()
    browser.force_login(ann)
    assert post(browser, messages_of(group), {"body": "x"}).status_code == 401


@pytest.mark.parametrize("end", ["revoked", "ran out", "switched off", "erased"])
def test_the_end_of_a_token_is_felt_at_once(
    program: Client, token: AccessToken, group: Conversation, ann: User, end: str
) -> None:
    assert post(program, messages_of(group), {"body": "x"}).status_code == 201
    if end == "revoked":
        token.revoke()
    elif end == "ran out":
        AccessToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    elif end == "switched off":
        User.objects.filter(pk=ann.pk).update(is_active=False)
    else:
        ann.erase()
    assert post(program, messages_of(group), {"body": "y"}).status_code == 401
    assert group.messages.filter(message_body="y").count() == 0


def test_the_use_of_a_token_is_written_once(program: Client, group: Conversation) -> None:
    post(program, messages_of(group), {"body": "x"})
    used = AccessToken.objects.get().last_used_at
    assert used is not None
    with CaptureQueriesContext(connection) as queries:
        post(program, messages_of(group), {"body": "y"})
    assert not any("UPDATE" in query["sql"][:6] for query in queries if "api_" in query["sql"])
    assert AccessToken.objects.get().last_used_at == used


def test_a_send_costs_the_same_in_a_large_group(
    program: Client,
    group: Conversation,
    ann: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert post(program, messages_of(group), {"body": "@Ben x"}).status_code == 201
        return len(queries)

    cost()
    few = cost()
    for number in range(5):
        group.post(by=ann, body=f"x {number}")
    assert cost() == few <= 12
