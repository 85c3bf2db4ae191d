"""What one may do with a message, by a script or a plain form."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from chats.models import Conversation, Message, User
from chats.tests.pages.conftest import Browser, at, shown_in


@pytest.fixture
def said(group: Conversation, ben: User) -> Message:
    return group.post(by=ben, body="first words")


def test_an_edit_answers_the_message_and_keeps_the_earlier_words(
    said: Message, ben: User, ann: User, script: Browser
) -> None:
    response = script(ben).post(at("revisions", said), {"body": "second words"})
    assert response.status_code == 200
    assert "second words" in response.content.decode()
    assert "edited" in response.content.decode()
    earlier = script(ann).get(at("revisions", said)).content.decode()
    assert "first words" in earlier


def test_nobody_edits_the_words_of_another(said: Message, ann: User, script: Browser) -> None:
    response = script(ann).post(at("revisions", said), {"body": "put in a mouth"})
    assert response.status_code == 403
    said.refresh_from_db()
    assert said.message_body == "first words"


def test_without_scripts_the_composer_edits(
    said: Message, ben: User, browser: Browser, group: Conversation
) -> None:
    client = browser(ben)
    page = client.get(at("conversation", group), {"edit": said.pk}).content.decode()
    assert f'action="{at("revisions", said)}"' in page
    assert ">first words</textarea>" in page
    client.post(at("revisions", said), {"body": "second words"})
    said.refresh_from_db()
    assert said.message_body == "second words"


def test_what_is_too_old_to_edit_says_so(
    said: Message, ben: User, script: Browser, browser: Browser, group: Conversation
) -> None:
    long_ago = said.sent_at - settings.EDIT_WINDOW - timedelta(minutes=1)
    Message.objects.filter(pk=said.pk).update(sent_at=long_ago)
    assert script(ben).post(at("revisions", said), {"body": "late"}).status_code == 422
    page = browser(ben).get(at("conversation", group), {"edit": said.pk}, follow=True)
    assert "can no longer be edited" in page.content.decode()


def test_without_scripts_the_composer_replies(
    said: Message, ann: User, browser: Browser, group: Conversation
) -> None:
    page = browser(ann).get(at("conversation", group), {"reply": said.pk}).content.decode()
    assert f'name="reply_to" value="{said.pk}"' in page


def test_deleting_for_everyone_leaves_a_tombstone_that_can_be_undone(
    said: Message, ben: User, script: Browser
) -> None:
    client = script(ben)
    html = client.post(at("deletion", said), {"for": "everyone"}).content.decode()
    assert "Message deleted" in html
    assert "first words" not in html
    html = client.post(at("deletion", said), {"undo": "1"}).content.decode()
    assert "first words" in html


def test_delete_as_a_method_undoes_too(said: Message, ben: User, script: Browser) -> None:
    client = script(ben)
    client.post(at("deletion", said), {"for": "everyone"})
    assert client.delete(at("deletion", said)).status_code == 200
    said.refresh_from_db()
    assert not said.is_deleted


def test_only_who_deleted_it_undoes_it(
    said: Message, ben: User, ann: User, cy: User, script: Browser
) -> None:
    script(ann).post(at("deletion", said), {"for": "everyone"})
    assert script(cy).post(at("deletion", said), {"undo": "1"}).status_code == 403
    said.refresh_from_db()
    assert said.is_deleted


def test_a_guest_cannot_delete_for_everyone_what_another_said(
    said: Message, cy: User, script: Browser
) -> None:
    assert script(cy).post(at("deletion", said), {"for": "everyone"}).status_code == 403


def test_deleting_for_oneself_hides_it_from_oneself_only(
    said: Message, cy: User, ann: User, script: Browser, group: Conversation
) -> None:
    client = script(cy)
    assert client.post(at("deletion", said), {"for": "me"}).status_code == 204
    assert shown_in(client.get(at("messages", group)).content.decode()) == []
    assert shown_in(script(ann).get(at("messages", group)).content.decode()) == [str(said.pk)]
    client.post(at("deletion", said), {"undo": "1"})
    assert shown_in(client.get(at("messages", group)).content.decode()) == [str(said.pk)]


@pytest.mark.parametrize("whom", ["", "all", "nobody"])
def test_deleting_needs_to_know_for_whom(
    said: Message, ben: User, script: Browser, whom: str
) -> None:
    assert script(ben).post(at("deletion", said), {"for": whom}).status_code == 422


def test_earlier_words_of_a_deleted_message_are_gone_with_it(
    said: Message, ben: User, ann: User, script: Browser
) -> None:
    said.edit("second words", by=ben)
    said.soft_delete(by=ben)
    for name in ("revisions", "message", "reactions", "message_receipts"):
        html = script(ann).get(at(name, said)).content.decode()
        assert "first words" not in html
        assert "second words" not in html


def test_a_reaction_comes_and_goes(said: Message, ann: User, script: Browser) -> None:
    client = script(ann)
    html = client.post(at("reactions", said), {"emoji": "👍"}).content.decode()
    assert 'class="reaction mine"' in html
    assert "Ann Lindqvist" in client.get(at("reactions", said)).content.decode()
    html = client.post(at("reactions", said), {"emoji": "👍"}).content.decode()
    assert 'class="reaction' not in html


@pytest.mark.parametrize("emoji", ["", "a", "👍👍", "<b>", "👍" * 40])
def test_only_one_emoji_is_a_reaction(
    said: Message, ann: User, script: Browser, emoji: str
) -> None:
    assert script(ann).post(at("reactions", said), {"emoji": emoji}).status_code == 422
    assert not said.reactions.exists()


def test_receipts_say_who_has_read_it(
    said: Message, ann: User, cy: User, ben: User, script: Browser, group: Conversation
) -> None:
    group.participant(ann).read(said.seq)
    group.participant(cy).receive(said.seq)
    html = script(ben).get(at("message_receipts", said)).content.decode()
    assert html.index("Ann Lindqvist") < html.index("Cy Moreau")
    assert html.count('data-tick="read"') == 1
    assert html.count('data-tick="delivered"') == 1
    assert "Ben Okafor" not in html


@pytest.mark.parametrize("name", ["revisions", "reactions", "message_receipts", "message"])
def test_each_part_is_a_page_of_its_own_too(
    said: Message, ben: User, browser: Browser, script: Browser, name: str
) -> None:
    page = browser(ben).get(at(name, said)).content.decode()
    assert "<html" in page
    assert at("conversation", said.conversation) in page
    assert "<html" not in script(ben).get(at(name, said)).content.decode()


def test_the_menu_offers_what_one_may_do(
    said: Message, ben: User, cy: User, script: Browser
) -> None:
    own = script(ben).get(at("message", said), {"part": "menu"}).content.decode()
    assert "Delete for everyone" in own
    assert "?edit=" in own
    others = script(cy).get(at("message", said), {"part": "menu"}).content.decode()
    assert "Delete for everyone" not in others
    assert "?edit=" not in others


def test_without_scripts_every_action_leads_back_to_the_message(
    said: Message, ben: User, browser: Browser
) -> None:
    client: Client = browser(ben)
    for name, form in (
        ("revisions", {"body": "second"}),
        ("reactions", {"emoji": "🎉"}),
        ("deletion", {"for": "everyone"}),
        ("deletion", {"undo": "1"}),
    ):
        response = client.post(at(name, said), form)
        assert response.status_code == 302
        assert response["Location"].endswith(f"#m-{said.pk}")
