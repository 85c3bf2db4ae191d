"""The history is read a page at a time, whatever stands in it."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.test import Client
from django.utils import timezone

from chats import history
from chats.models import Conversation, User
from chats.tests.pages.conftest import Browser, at, ids, post_many, shown_in


def test_it_opens_at_its_end(direct: Conversation, ann: User, browser: Browser) -> None:
    written = post_many(direct, ann, 60)
    html = browser(ann).get(at("conversation", direct)).content.decode()
    assert shown_in(html) == ids(written[-50:])
    assert f'data-before="{written[10].seq}"' in html
    assert "data-after" not in html


def test_scrolling_up_passes_every_message_once(
    direct: Conversation, ann: User, script: Browser
) -> None:
    written = post_many(direct, ann, 120)
    seen: list[str] = []
    seq: int | None = None
    client = script(ann)
    while True:
        asked = {} if seq is None else {"before": seq}
        html = client.get(at("messages", direct), asked).content.decode()
        seen = shown_in(html) + seen
        if "data-before" not in html:
            break
        seq = int(html.split('data-before="')[1].split('"')[0])
    assert seen == ids(written)


def test_what_came_since_is_read_in_order_with_its_cursor(
    direct: Conversation, ann: User, script: Browser
) -> None:
    written = post_many(direct, ann, 70)
    client = script(ann)
    first = client.get(at("messages", direct), {"after": written[9].seq})
    assert shown_in(first.content.decode()) == ids(written[10:60])
    assert first["X-Cursor"] == str(written[59].seq)
    second = client.get(at("messages", direct), {"after": first["X-Cursor"]})
    assert shown_in(second.content.decode()) == ids(written[60:])
    assert second["X-Cursor"] == str(written[-1].seq)


def test_a_gap_brings_edits_and_deletions_of_earlier_messages(
    direct: Conversation, ann: User, ben: User, script: Browser
) -> None:
    edited, deleted, liked, untouched, last = post_many(direct, ann, 5)
    edited.edit("other words", by=ann)
    deleted.soft_delete(by=ann)
    liked.react("👍", by=ben)
    response = script(ben).get(at("messages", direct), {"after": last.seq})
    new, changed = response.content.decode().split("<template data-changed>")
    assert shown_in(new) == []
    assert shown_in(changed) == ids([edited, deleted, liked])
    assert "other words" in changed
    assert "word 1" not in changed
    assert str(untouched.pk) not in changed
    direct.refresh_from_db()
    assert response["X-Cursor"] == str(direct.last_seq)


def test_a_gap_with_more_changes_than_are_told_is_410(
    direct: Conversation, ann: User, script: Browser
) -> None:
    message = direct.post(by=ann, body="0")
    for i in range(3):
        message.edit(f"{i + 1}", by=ann)
    with patch.object(history, "MOST_CHANGES", 2):
        response = script(ann).get(at("messages", direct), {"after": message.seq})
    assert response.status_code == 410


def test_around_a_message_stand_its_neighbours(
    direct: Conversation, ann: User, browser: Browser
) -> None:
    written = post_many(direct, ann, 80)
    html = browser(ann).get(at("conversation", direct), {"around": written[40].pk}).content.decode()
    assert shown_in(html) == ids(written[16:66])
    assert f'data-before="{written[16].seq}"' in html
    assert f'data-after="{written[65].seq}"' in html


def test_a_browser_that_asks_for_a_page_of_messages_gets_the_conversation(
    direct: Conversation, ann: User, browser: Browser
) -> None:
    written = post_many(direct, ann, 2)
    response = browser(ann).get(at("messages", direct), {"before": written[1].seq}, follow=True)
    assert shown_in(response.content.decode()) == ids(written[:1])


def test_the_cursor_was_read_before_the_messages(
    direct: Conversation, ann: User, ben: User, script: Browser
) -> None:
    """What is sent while the page is read may stand on it, and is sent again by the stream."""
    direct.post(by=ann, body="first")
    direct.refresh_from_db()
    last = direct.last_seq
    reading = history.before

    def slow(*args: object) -> history.Page:
        direct.post(by=ben, body="meanwhile")
        return reading(*args)  # type: ignore[arg-type]

    with patch.object(history, "before", slow):
        response = script(ann).get(at("messages", direct))
    assert "meanwhile" in response.content.decode()
    assert response["X-Cursor"] == str(last)


def test_events_stand_among_the_messages(
    group: Conversation, ann: User, dee: User, ben: User, script: Browser
) -> None:
    group.post(by=ann, body="Dee comes")
    group.invite([dee], by=ann)
    group.post(by=dee, body="Hello all")
    group.remove_participant(ben, by=ben)
    html = script(ann).get(at("messages", group)).content.decode()
    order = ["Dee comes", "Ann Lindqvist added Dee Outside", "Hello all", "Ben Okafor left"]
    assert sorted(order, key=html.index) == order


def test_a_direct_conversation_does_not_say_who_joined(
    direct: Conversation, ann: User, script: Browser
) -> None:
    html = script(ann).get(at("messages", direct)).content.decode()
    assert 'class="event" id="e-' not in html


def test_a_thousand_who_joined_are_paged_like_messages(
    group: Conversation, ann: User, script: Browser
) -> None:
    with patch.object(history, "PAGE", 2):
        html = script(ann).get(at("messages", group)).content.decode()
        assert html.count('class="event" id="e-') == 2
        html = script(ann).get(at("messages", group), {"before": 2}).content.decode()
    assert html.count('class="event" id="e-') == 1
    assert "data-before" not in html


def test_the_line_of_new_messages_stands_before_the_first_unread(
    direct: Conversation, ann: User, ben: User, script: Browser
) -> None:
    read = direct.post(by=ann, body="read")
    direct.participant(ben).read(read.seq)
    direct.post(by=ann, body="fresh")
    direct.post(by=ann, body="fresher")
    html = script(ben).get(at("messages", direct)).content.decode()
    assert html.index(f"m-{read.pk}") < html.index("2 new messages") < html.index("fresh<")
    assert "new-line" not in script(ann).get(at("messages", direct)).content.decode()


def test_the_line_of_new_messages_does_not_stand_where_older_ones_are_unread(
    direct: Conversation, ann: User, ben: User, script: Browser
) -> None:
    post_many(direct, ann, 60)
    html = script(ben).get(at("messages", direct)).content.decode()
    assert "new-line" not in html
    earlier = script(ben).get(at("messages", direct), {"before": 20}).content.decode()
    assert "60 new messages" in earlier


def test_messages_of_one_sender_stand_together_for_five_minutes(
    direct: Conversation, ann: User, ben: User, script: Browser
) -> None:
    now = timezone.now().replace(hour=12)
    for sender, minutes in ((ann, 0), (ann, 4), (ann, 10), (ben, 11), (ann, 12)):
        direct.post(by=sender, body="x", sent_at=now + timedelta(minutes=minutes))
    html = script(ann).get(at("messages", direct)).content.decode()
    joined = [" joined" in part.split(">")[0] for part in html.split("<article")[1:]]
    assert joined == [False, True, False, False, False]


def test_each_day_has_its_heading(direct: Conversation, ann: User, script: Browser) -> None:
    midnight = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    for minutes in (-1, 1, 2):
        direct.post(by=ann, body="x", sent_at=midnight + timedelta(minutes=minutes))
    html = script(ann).get(at("messages", direct)).content.decode()
    assert html.count('<h3 class="day"') == 2


def test_what_one_has_hidden_is_hidden_from_oneself_only(
    direct: Conversation, ann: User, ben: User, script: Browser
) -> None:
    message = direct.post(by=ann, body="hide me")
    message.hide_from(ben)
    assert shown_in(script(ben).get(at("messages", direct)).content.decode()) == []
    assert shown_in(script(ann).get(at("messages", direct)).content.decode()) == ids([message])


@pytest.mark.parametrize(
    "asked", ["before=-1", "after=x", "before=9223372036854775808", "around=1"]
)
def test_nonsense_in_the_address_is_refused_in_words(
    direct: Conversation, ann: User, script: Browser, browser: Browser, asked: str
) -> None:
    assert script(ann).get(f"{at('messages', direct)}?{asked}").status_code == 422
    page = browser(ann).get(f"{at('conversation', direct)}?{asked}", follow=True)
    assert page.status_code == 200


def test_history_restored_by_the_browser_is_a_full_page(direct: Conversation, ann: User) -> None:
    client = Client(headers={"hx-request": "true", "hx-history-restore-request": "true"})
    client.force_login(ann)
    assert "<html" in client.get(at("conversation", direct)).content.decode()
