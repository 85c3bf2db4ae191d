"""The short way of a send: the same rules and answers as the whole way, without Django."""

import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from chats.models import Conversation, Message, User
from chats.models.message import gathering
from chats.models.message.refusals import Full
from chats.short import sending
from realtime.together import Together

Script = Callable[..., httpx.Client]
Taken = list[str]


@pytest.fixture
def script(server: str) -> Iterator[Script]:
    """What a page's script sends with: script(ann)."""
    opened: list[httpx.Client] = []

    def sign_in(user: User) -> httpx.Client:
        browser = Client()
        browser.force_login(user)
        token = "t" * 32
        cookies = {"sessionid": browser.cookies["sessionid"].value, "csrftoken": token}
        headers = {"X-CSRFToken": token, "Origin": server, "Accept": "application/json"}
        client = httpx.Client(base_url=server, cookies=cookies, headers=headers)
        opened.append(client)
        return client

    yield sign_in
    for client in opened:
        client.close()


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> Taken:
    """The sends that were answered the short way."""
    answered: Taken = []
    told = sending.told

    def note(stored: Any) -> bytes:
        answered.append(stored.posting.message_body)
        return told(stored)

    monkeypatch.setattr(sending, "told", note)
    return answered


def where(conversation: Conversation) -> str:
    return f"/chats/{conversation.pk}/messages/"


def test_a_send_is_stored_and_told(
    script: Script, direct: Conversation, ann: User, taken: Taken
) -> None:
    direct.participant(ann).save_draft("Good")
    answer = script(ann).post(where(direct), data={"body": "Good\r\nmorning"})
    message = Message.objects.get()
    assert answer.status_code == 201
    assert answer.json() == {
        "id": str(message.pk),
        "seq": message.seq,
        "sent_at": message.sent_at.isoformat(),
    }
    assert (message.sender, message.message_body) == (ann, "Good\nmorning")
    assert direct.participant(ann).draft == ""
    assert taken == ["Good\nmorning"]
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_repeat_is_200_and_other_words_are_409(
    script: Script, direct: Conversation, ann: User, taken: Taken
) -> None:
    client, once = script(ann), str(uuid.uuid4())
    first = client.post(where(direct), data={"body": "Once", "client_id": once})
    again = client.post(where(direct), data={"body": "Once", "client_id": once})
    other = client.post(where(direct), data={"body": "Twice", "client_id": once})
    assert [first.status_code, again.status_code, other.status_code] == [201, 200, 409]
    assert first.json() == again.json()
    assert taken == ["Once", "Once"]
    assert "other words" in other.text
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"body": "   "}, 422),
        ({"body": "x" * 5001}, 422),
        ({"body": "a\0b"}, 422),
        ({"body": "hello", "client_id": "nonsense"}, 422),
        ({"body": "hello", "reply_to": str(uuid.uuid4())}, 422),
        ({"body": "hello", "attachments": [str(uuid.uuid4())]}, 422),
    ],
)
def test_a_refusal_comes_from_the_whole_way(
    script: Script, direct: Conversation, ann: User, taken: Taken, data: Any, status: int
) -> None:
    answer = script(ann).post(where(direct), data=data)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "text/plain")
    assert answer.text and taken == []
    assert not Message.objects.exists()


def test_a_stranger_gets_404_as_for_what_does_not_exist(
    script: Script, direct: Conversation, dee: User, taken: Taken
) -> None:
    client = script(dee)
    assert client.post(where(direct), data={"body": "hi"}).status_code == 404
    nowhere = f"/chats/{uuid.uuid4()}/messages/"
    assert client.post(nowhere, data={"body": "hi"}).status_code == 404
    assert taken == [] and not Message.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"X-CSRFToken": "u" * 32},
        {"X-CSRFToken": ""},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
    ],
)
def test_what_another_site_sends_is_refused(
    script: Script, direct: Conversation, ann: User, taken: Taken, change: dict[str, str]
) -> None:
    answer = script(ann).post(where(direct), data={"body": "hi"}, headers=change)
    assert answer.status_code == 403
    assert taken == [] and not Message.objects.exists()


def test_a_host_that_is_not_ours_is_refused(
    script: Script, direct: Conversation, ann: User, taken: Taken
) -> None:
    headers = {"Host": "elsewhere.example", "Origin": "http://elsewhere.example"}
    answer = script(ann).post(where(direct), data={"body": "hi"}, headers=headers)
    assert answer.status_code == 400
    assert taken == [] and not Message.objects.exists()


@pytest.mark.parametrize("how", ["deleted", "expired", "password", "switched off"])
def test_a_revoked_session_is_refused_at_once(
    script: Script, direct: Conversation, ann: User, taken: Taken, how: str
) -> None:
    client = script(ann)
    assert client.post(where(direct), data={"body": "before"}).status_code == 201
    match how:
        case "deleted":
            Session.objects.all().delete()
        case "expired":
            Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
        case "password":
            ann.set_password("another one, longer")
            ann.save()
        case "switched off":
            User.objects.filter(pk=ann.pk).update(is_active=False)
    assert client.post(where(direct), data={"body": "after"}).status_code == 401
    assert taken == ["before"]


def test_who_was_removed_is_refused_at_once(
    script: Script, group: Conversation, cy: User, taken: Taken
) -> None:
    client = script(cy)
    assert client.post(where(group), data={"body": "before"}).status_code == 201
    group.remove_participant(cy)
    assert client.post(where(group), data={"body": "after"}).status_code == 404
    assert taken == ["before"]


def test_when_too_much_waits_one_is_asked_to_come_again(
    script: Script, direct: Conversation, ann: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_: object) -> None:
        raise Full

    client = script(ann)
    with monkeypatch.context() as patch:
        patch.setattr(gathering.open_here(), "send", full)
        answer = client.post(where(direct), data={"body": "hi"})
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
    assert answer.json()["error"]
    assert client.post(where(direct), data={"body": "hi"}).status_code == 201


def test_while_the_database_is_away_one_is_asked_to_come_again(
    script: Script, direct: Conversation, ann: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def lost(key: str) -> None:
        raise OperationalError("gone")

    client = script(ann)
    with monkeypatch.context() as patch:
        patch.setattr(Together, "get", lambda self, key: lost(key))
        answers = [client.post(where(direct), data={"body": "hi"}), client.get("/stream/")]
    assert [answer.status_code for answer in answers] == [503, 503]
    assert [answer.headers["retry-after"] for answer in answers] == ["1", "1"]
    assert client.post(where(direct), data={"body": "hi"}).status_code == 201


def test_what_is_no_plain_form_of_a_script_takes_the_whole_way(
    script: Script, direct: Conversation, ann: User, taken: Taken
) -> None:
    client = script(ann)
    page = client.post(where(direct), data={"body": "a"}, headers={"Accept": "text/html"})
    part = client.post(where(direct), data={"body": "b"}, headers={"Accept": "*/*"})
    files = client.post(where(direct), data={"body": "c"}, files={"nothing": b"x"})
    odd = {"Content-Type": "application/x-www-form-urlencoded; charset=latin-1"}
    latin = client.post(where(direct), content=b"body=d", headers=odd)
    answers = [page.status_code, part.status_code, files.status_code, latin.status_code]
    assert answers == [302, 201, 201, 400]
    assert taken == []
