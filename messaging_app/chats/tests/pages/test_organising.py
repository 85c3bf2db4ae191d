"""Order among one's conversations, receipts, typing and drafts."""

import json
import uuid

import pytest
from django.test import Client

from chats.models import Conversation, User
from chats.tests.pages.conftest import Browser, at, post_many
from realtime import bell


@pytest.mark.parametrize(
    ("name", "field"),
    [("pin", "pinned_at"), ("mute", "muted_until"), ("archive", "archived_at")],
)
def test_it_is_set_and_unset(
    group: Conversation, ann: User, ben: User, script: Browser, name: str, field: str
) -> None:
    client = script(ann)
    response = client.post(at(name, group))
    assert response.status_code == 200
    assert f'id="c-{group.pk}"' in response.content.decode()
    assert getattr(group.participant(ann), field) is not None
    assert getattr(group.participant(ben), field) is None
    for undo in (
        lambda: client.post(at(name, group), {"undo": "1"}),
        lambda: client.delete(at(name, group)),
    ):
        client.post(at(name, group))
        assert undo().status_code == 200
        assert getattr(group.participant(ann), field) is None


@pytest.mark.parametrize(("until", "hours"), [("1h", 1), ("8h", 8), ("24h", 24)])
def test_muting_ends_by_itself(
    group: Conversation, ann: User, script: Browser, until: str, hours: int
) -> None:
    script(ann).post(at("mute", group), {"until": until})
    place = group.participant(ann)
    assert place.is_muted
    assert place.muted_until is not None
    assert place.muted_until.year < 2100


def test_muting_until_nonsense_is_refused(group: Conversation, ann: User, script: Browser) -> None:
    assert script(ann).post(at("mute", group), {"until": "never"}).status_code == 422


def test_unread_from_a_message_and_read_again(
    direct: Conversation, ann: User, ben: User, script: Browser
) -> None:
    first, *__ = post_many(direct, ann, 3)
    client = script(ben)
    client.post(at("unread", direct), {"undo": "1"})
    assert 'data-unread="0"' in client.get(at("row", direct)).content.decode()
    html = client.post(at("unread", direct), {"message": str(first.pk)}).content.decode()
    assert 'data-unread="3"' in html
    html = client.post(at("unread", direct), {"undo": "1"}).content.decode()
    assert 'data-unread="0"' in html


def test_clearing_empties_it_for_oneself_and_can_be_undone(
    direct: Conversation, ann: User, ben: User, script: Browser
) -> None:
    post_many(direct, ann, 2)
    client = script(ben)
    client.post(at("clearing", direct))
    assert "word 1" not in client.get(at("messages", direct)).content.decode()
    assert "word 1" in script(ann).get(at("messages", direct)).content.decode()
    client.post(at("clearing", direct), {"undo": "1"})
    assert "word 1" in client.get(at("messages", direct)).content.decode()


@pytest.mark.parametrize("name", ["pin", "mute", "archive", "unread", "clearing"])
def test_without_scripts_one_comes_back(
    group: Conversation, ann: User, browser: Browser, name: str
) -> None:
    response = browser(ann).post(at(name, group))
    assert (response.status_code, response["Location"]) == (302, at("conversation", group))


def report(client: Client, **positions: dict[str, object]) -> int:
    """Post receipts as the script of a page does; returns the status."""
    body = json.dumps(positions)
    response = client.post("/receipts/", body, content_type="application/json")
    return response.status_code


def test_receipts_move_own_positions_forward(
    direct: Conversation, group: Conversation, ann: User, ben: User, script: Browser
) -> None:
    last = post_many(direct, ann, 3)[-1].seq
    heard = post_many(group, ann, 2)[-1].seq
    client = script(ben)
    positions = {str(direct.pk): last}
    assert report(client, read=positions, delivered={str(group.pk): heard}) == 204
    assert direct.participant(ben).last_read_seq == last
    assert group.participant(ben).last_delivered_seq == heard
    assert group.participant(ben).last_read_seq < heard
    assert report(client, read={str(direct.pk): last - 2}) == 204
    assert direct.participant(ben).last_read_seq == last


def test_receipts_of_the_future_and_of_strangers_change_nothing(
    direct: Conversation, ann: User, dee: User, ben: User, script: Browser
) -> None:
    last = direct.post(by=ann, body="x").seq
    before = direct.participant(ben).last_read_seq
    assert report(script(ben), read={str(direct.pk): last + 1}) == 204
    assert direct.participant(ben).last_read_seq == before
    assert report(script(dee), read={str(direct.pk): last}) == 204
    assert report(script(dee), read={str(uuid.uuid4()): 5}) == 204
    assert direct.participant(ben).last_read_seq == before


def test_typing_rings_for_the_others(group: Conversation, ann: User, script: Browser) -> None:
    rung: list[str] = []
    stop = bell.listen(rung.extend)
    try:
        assert script(ann).post(at("typing", group)).status_code == 204
    finally:
        stop()
    assert rung == [f"typing:{group.pk}:{ann.pk}"]


def test_a_draft_waits_on_the_server(
    group: Conversation, ann: User, ben: User, script: Browser, browser: Browser
) -> None:
    message = group.post(by=ben, body="Question?")
    form = {"body": "An ans", "reply_to": str(message.pk)}
    assert script(ann).post(at("draft", group), form).status_code == 204
    page = browser(ann).get(at("conversation", group)).content.decode()
    assert ">An ans</textarea>" in page
    assert f'name="reply_to" value="{message.pk}"' in page
    assert "An ans" not in browser(ben).get(at("conversation", group)).content.decode()
    script(ann).post(at("draft", group), {"body": ""})
    assert group.participant(ann).draft_at is None
