"""An update of the page takes nothing away from the person who is using it."""

import pytest
from playwright.sync_api import Page, expect

from chats.models import Conversation, User
from chats.tests.browser.acts import is_live, message
from chats.tests.browser.conftest import SignIn

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(page_of: SignIn, ann: User, ben: User, direct: Conversation) -> Page:
    direct.post(by=ben, body="Words that somebody selects")
    page = page_of(ann, f"/chats/{direct.pk}/")
    is_live(page)
    return page


def test_a_selection_outlives_a_reaction_on_its_message(
    page: Page, direct: Conversation, ben: User
) -> None:
    words = message(page, "Words that").locator(".words")
    words.select_text()
    chosen = "getSelection().toString().trim()"
    assert page.evaluate(chosen) == "Words that somebody selects"
    direct.messages.get().react("👍", by=ben)
    expect(message(page, "Words that").locator(".reaction")).to_have_count(1)
    direct.post(by=ben, body="More")
    expect(message(page, "More")).to_have_count(1)
    assert page.evaluate(chosen) == "Words that somebody selects"


def test_the_focus_stays_on_a_message_that_changes(
    page: Page, direct: Conversation, ben: User
) -> None:
    message(page, "Words that").focus()
    direct.messages.get().edit("Other words", by=ben)
    expect(message(page, "Other words")).to_be_focused()


def test_an_open_menu_stays_open_while_messages_come(
    page: Page, direct: Conversation, ben: User
) -> None:
    message(page, "Words that").hover()
    message(page, "Words that").locator("[data-action=more]").click()
    expect(page.locator(".message-menu")).to_be_visible()
    direct.post(by=ben, body="More")
    expect(message(page, "More")).to_have_count(1)
    expect(page.locator(".message-menu")).to_be_visible()


def test_an_input_method_is_not_interrupted(page: Page, direct: Conversation, ben: User) -> None:
    session = page.context.new_cdp_session(page)
    page.locator("#body").focus()
    session.send(
        "Input.imeSetComposition", {"text": "にほ", "selectionStart": 2, "selectionEnd": 2}
    )
    for i in range(3):
        direct.post(by=ben, body=f"More {i}")
    expect(message(page, "More 2")).to_have_count(1)
    session.send(
        "Input.imeSetComposition", {"text": "にほん", "selectionStart": 3, "selectionEnd": 3}
    )
    session.send("Input.insertText", {"text": "日本"})
    expect(page.locator("#body")).to_have_value("日本")


def test_new_words_are_said_to_who_cannot_see_them(
    page: Page, direct: Conversation, ben: User
) -> None:
    direct.post(by=ben, body="Listen")
    expect(page.locator("#announcer")).to_have_text("Ben Okafor: Listen")


def test_a_page_from_the_back_forward_cache_catches_up(
    page: Page, direct: Conversation, ben: User
) -> None:
    hide = "dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))"
    show = "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"
    page.evaluate(hide)
    direct.post(by=ben, body="While away")
    page.wait_for_timeout(500)
    expect(message(page, "While away")).to_have_count(0)
    page.evaluate(show)
    expect(message(page, "While away")).to_have_count(1)
    direct.post(by=ben, body="And back")
    expect(message(page, "And back")).to_have_count(1)
