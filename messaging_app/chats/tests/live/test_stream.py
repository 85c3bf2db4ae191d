"""An open stream hears everything its person may see, in order, and nothing else."""

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING

import httpx
import pytest
from django.test import Client

from chats.live.screen import CURSOR
from chats.models import Conversation, ConversationParticipant, HiddenMessage, User
from chats.tests.live.conftest import Listener
from realtime import bell
from realtime import stream as streams

if TYPE_CHECKING:
    from config.server import Server

pytestmark = pytest.mark.django_db(transaction=True)
Listen = Callable[..., Listener]


def test_a_message_reaches_the_other_stream(
    listen: Listen, direct: Conversation, ann: User, ben: User
) -> None:
    ears = listen(ben, at=f"{direct.pk}:{direct.last_seq}")
    message = direct.post(by=ann, body="Good morning")
    change = ears.wait_for("change", seq=message.seq)
    assert change["kind"] == "message.created"
    assert "Good morning" in change["html"]
    assert ears.wait_for("row", conversation=str(direct.pk))["unread"] == 1


def test_what_was_missed_comes_first_and_once(
    listen: Listen, direct: Conversation, ann: User, ben: User
) -> None:
    cursor = direct.last_seq
    missed = [direct.post(by=ann, body=f"missed {i}").seq for i in range(3)]
    ears = listen(ben, at=f"{direct.pk}:{cursor}")
    live = [direct.post(by=ann, body=f"live {i}").seq for i in range(3)]
    ears.wait(until=lambda me: live[-1] in me.changes())
    assert ears.changes() == missed + live


def test_edits_and_deletions_made_while_away_arrive(
    listen: Listen, direct: Conversation, ann: User, ben: User
) -> None:
    kept, gone = direct.post(by=ann, body="first"), direct.post(by=ann, body="secret words")
    direct.refresh_from_db()
    cursor = direct.last_seq
    kept.edit("second", by=ann)
    gone.soft_delete(by=ann)
    ears = listen(ben, at=f"{direct.pk}:{cursor}")
    assert "second" in ears.wait_for("change", kind="message.edited")["html"]
    assert "secret" not in ears.wait_for("change", kind="message.deleted")["html"]


def test_a_withdrawn_message_cannot_replay(
    listen: Listen, direct: Conversation, ann: User, ben: User
) -> None:
    cursor = direct.last_seq
    direct.post(by=ann, body="secret words").soft_delete(by=ann)
    ears = listen(ben, at=f"{direct.pk}:{cursor}")
    ears.wait_for("change", kind="message.deleted")
    assert "secret" not in str(ears.heard)


def test_who_is_removed_hears_nothing_more(
    listen: Listen, group: Conversation, ann: User, ben: User, cy: User
) -> None:
    ears, others = listen(cy, at=f"{group.pk}:{group.last_seq}"), listen(ben)
    group.remove_participant(cy, by=ann)
    group.post(by=ann, body="without Cy")
    ears.wait_for("reset", conversation=str(group.pk), reason="gone")
    assert ears.wait_for("row", conversation=str(group.pk))["html"] is None
    others.wait_for("row", conversation=str(group.pk), unread=1)
    assert "without Cy" not in str(ears.heard)


def test_who_is_added_hears_of_the_conversation(
    listen: Listen, group: Conversation, ann: User, dee: User
) -> None:
    ears = listen(dee)
    group.invite([dee], by=ann)
    assert ears.wait_for("row", conversation=str(group.pk))["html"]


def test_a_stranger_gets_a_reset_and_no_words(
    listen: Listen, direct: Conversation, ann: User, dee: User
) -> None:
    direct.post(by=ann, body="between us")
    ears = listen(dee, at=f"{direct.pk}:0")
    ears.wait_for("reset", conversation=str(direct.pk), reason="gone")
    direct.post(by=ann, body="between us again")
    ears.wait_for("hello")
    assert "between us" not in str(ears.heard)


def test_history_before_joining_does_not_come_through_the_stream(
    listen: Listen, group: Conversation, ann: User, dee: User
) -> None:
    group.change(by=ann, joiners_see="joining")
    before = group.post(by=ann, body="before Dee came")
    group.invite([dee], by=ann)
    ears = listen(dee, at=f"{group.pk}:0")
    before.edit("before Dee came, corrected", by=ann)
    after = group.post(by=ann, body="after")
    ears.wait_for("change", seq=after.seq)
    assert "before Dee" not in str(ears.heard)


def test_too_old_a_cursor_resets_that_conversation(
    listen: Listen, direct: Conversation, ann: User, ben: User
) -> None:
    cursor = direct.last_seq
    direct.messages.bulk_create(
        [
            direct.messages.model(conversation=direct, sender=ann, message_body=f"n {i}")
            for i in range(501)
        ]
    )
    ears = listen(ben, at=f"{direct.pk}:{cursor}")
    ears.wait_for("reset", conversation=str(direct.pk), reason="too_old")
    assert ears.changes() == []


def test_a_cursor_ahead_of_the_history_resets(
    listen: Listen, direct: Conversation, ann: User, ben: User
) -> None:
    ears = listen(ben, at=f"{direct.pk}:{direct.last_seq + 5}")
    ears.wait_for("reset", conversation=str(direct.pk), reason="too_old")


def test_a_stale_list_is_asked_to_load_again(
    listen: Listen, direct: Conversation, ann: User, ben: User
) -> None:
    version = ConversationParticipant.objects.of(ben).version()  # type: ignore[attr-defined]
    assert listen(ben, version=version).find("reset") == []
    direct.post(by=ann, body="meanwhile")
    listen(ben, version=version).wait_for("reset", conversation=None, reason="list")


def test_typing_and_presence_reach_the_others(
    listen: Listen, direct: Conversation, ann: User, ben: User
) -> None:
    ears = listen(ben)
    listen(ann)
    assert ears.wait_for("presence", user=str(ann.pk))["state"] == "online"
    direct.show_typing(by=ann)
    typing = ears.wait_for("typing", user=str(ann.pk))
    assert typing["conversation"] == str(direct.pk)


def test_reading_moves_the_ticks_of_the_sender(
    listen: Listen, direct: Conversation, ann: User, ben: User
) -> None:
    message = direct.post(by=ann, body="Read me")
    ears = listen(ann, at=f"{direct.pk}:{message.seq}")
    direct.participant(ben).receive(message.seq)
    ears.wait_for("receipts", conversation=str(direct.pk), delivered=message.seq)
    direct.participant(ben).read(message.seq)
    ears.wait_for("receipts", conversation=str(direct.pk), read=message.seq)


def test_delete_for_me_reaches_my_other_screen_only(
    listen: Listen, direct: Conversation, ann: User, ben: User
) -> None:
    message = direct.post(by=ann, body="not for Ben")
    mine, hers = listen(ben), listen(ann)
    message.hide_from(ben)
    mine.wait_for("hide", message=str(message.pk), hidden=True)
    assert hers.find("hide") == []


def test_what_was_rung_while_nothing_was_heard_is_made_up_for(
    listen: Listen, direct: Conversation, ann: User, ben: User
) -> None:
    message = direct.post(by=ann, body="Seen and hidden in silence")
    ears = listen(ann, at=f"{direct.pk}:{message.seq}")
    ears.wait_for("receipts", conversation=str(direct.pk))
    places = ConversationParticipant.objects.filter(conversation=direct, user=ben)
    places.update(last_read_seq=message.seq, last_delivered_seq=message.seq)
    HiddenMessage.objects.create(user=ann, message=message)
    bell.hear(["hearing:again"])
    ears.wait_for("receipts", conversation=str(direct.pk), read=message.seq)
    ears.wait_for("hide", message=str(message.pk), hidden=True)
    ears.wait_for("reset", conversation=None, reason="list")


def test_an_ended_session_ends_its_stream(listen: Listen, ben: User) -> None:
    ears = listen(ben)
    key = ears.browser.session.session_key  # type: ignore[attr-defined]
    streams.end_session(ben.pk, key)
    ears.wait_for("end", reason="signed_out")
    ears.wait(until=lambda me: not me.is_open)


def test_one_person_may_open_so_many_streams(listen: Listen, ben: User) -> None:
    statuses = [listen(ben).status for __ in range(21)]
    assert statuses == [200] * 20 + [429]


def test_nobody_listens_without_signing_in(client: Client, db: None) -> None:
    assert client.get("/stream/").status_code == 401


@pytest.mark.parametrize("cursor", ["nonsense", f"{uuid.UUID(int=7)}:x", f"{uuid.UUID(int=7)}:-1"])
def test_a_broken_cursor_is_refused(client: Client, ben: User, cursor: str) -> None:
    client.force_login(ben)
    answer = client.get(f"/stream/?at={cursor}")
    assert (answer.status_code, answer.text) == (400, CURSOR)


def test_a_stopping_server_sends_its_listeners_away_at_once(
    listen: Listen, running: "Server", ben: User
) -> None:
    ears = listen(ben)
    running.should_exit = True
    assert ears.wait_for("reconnect")["after"] > 0
    ears.wait(until=lambda me: not me.is_open)


def test_an_open_stream_beats(
    server: str, client: Client, ben: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "HEARTBEAT", 0.05)
    client.force_login(ben)
    cookies = {"sessionid": client.cookies["sessionid"].value}
    with httpx.stream("GET", f"{server}/stream/", cookies=cookies, timeout=5) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        assert response.headers["x-content-type-options"] == "nosniff"
        assert any(line == ":" for line in response.iter_lines())


def test_a_crowd_hears_every_message_and_sees_its_rows(
    listen: Listen, group: Conversation, ann: User, ben: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chats.live.pace.FEW", 0)
    monkeypatch.setattr("chats.live.pace.PAUSE", 0.2)
    ears = listen(ben, at=f"{group.pk}:{group.last_seq}")
    sent = [group.post(by=ann, body=f"n {i}") for i in range(5)]
    ears.wait(until=lambda me: me.changes() == [message.seq for message in sent])
    ears.wait_for("row", unread=5, seq=sent[-1].seq)


def test_hello_is_always_first(listen: Listen, ben: User) -> None:
    assert [listen(ben).heard[0][0] for _time in range(3)] == ["hello"] * 3


def test_a_crowd_hears_the_same_bytes_and_who_speaks_their_own(
    listen: Listen, group: Conversation, ann: User, ben: User, cy: User
) -> None:
    at = f"{group.pk}:{group.last_seq}"
    ears = {person: listen(person, at=at) for person in (ann, ben, cy)}
    hidden = group.post(by=ann, body="not for Cy")
    for ear in ears.values():
        ear.wait_for("change", seq=hidden.seq)
    hidden.hide_from(cy)
    hidden.edit("nor now", by=ann)
    last = group.post(by=ben, body="the last word")
    for ear in ears.values():
        ear.wait_for("change", seq=last.seq)
    by_reader = {person: ear.find("change", seq=last.seq)[0] for person, ear in ears.items()}
    assert by_reader[ann] == by_reader[cy] != by_reader[ben]
    [edit] = ears[cy].find("change", kind="message.edited")
    assert edit["html"] is None
    [edit] = ears[ben].find("change", kind="message.edited")
    assert "nor now" in edit["html"]


def test_a_crowd_hears_all_who_came_and_went_in_a_moment(
    listen: Listen, ben: User, cy: User, dee: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chats.live.watching.FEW", 0)
    ears = listen(ben)
    listen(cy), listen(dee)
    for person in (cy, dee):
        ears.wait_for("presence", user=str(person.pk), state="online")
