"""Everything without a mouse."""

import pytest
from playwright.sync_api import Page, expect

from chats.models import Conversation, User
from chats.tests.browser.acts import is_live, message
from chats.tests.browser.conftest import SignIn

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(page_of: SignIn, ann: User, ben: User, direct: Conversation, group: Conversation) -> Page:
    direct.post(by=ben, body="Just us")
    group.post(by=ben, body="All of us")
    page = page_of(ann, "/chats/")
    is_live(page)
    return page


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_a_whole_talk_by_keys(page: Page, ben: User, group: Conversation) -> None:
    press(page, "Alt+ArrowDown")
    expect(message(page, "All of us")).to_be_visible()
    expect(page.locator("#body")).to_be_focused()
    page.keyboard.type("Hello")
    press(page, "Enter")
    expect(message(page, "Hello")).to_have_count(1)
    page.locator("#messages").focus()
    press(page, "ArrowUp", "ArrowUp")
    expect(message(page, "All of us")).to_be_focused()
    press(page, "r")
    expect(page.locator("#strip")).to_contain_text("Reply to Ben Okafor")
    page.keyboard.type("An answer")
    press(page, "Enter")
    expect(message(page, "An answer").locator(".quote")).to_contain_text("All of us")
    message(page, "All of us").first.focus()
    press(page, "m")
    expect(page.locator(".message-menu")).to_be_visible()
    press(page, "Escape")
    expect(page.locator(".message-menu")).to_have_count(0)
    press(page, "e")
    expect(page.locator(".emoji-picker input")).to_be_focused()
    page.keyboard.type("heart")
    press(page, "Enter")
    expect(message(page, "All of us").first.locator(".reaction")).to_have_count(1)


def test_the_keys_lead_from_conversation_to_conversation(page: Page) -> None:
    press(page, "Alt+ArrowDown")
    expect(page.locator("#conversation-name")).to_have_text("Garden")
    press(page, "Alt+ArrowDown")
    expect(page.locator("#conversation-name")).to_have_text("Ben Okafor")
    press(page, "Alt+ArrowUp")
    expect(page.locator("#conversation-name")).to_have_text("Garden")


def test_a_question_mark_lists_the_keys_and_the_focus_returns(page: Page) -> None:
    page.locator("#rows .row").first.focus()
    press(page, "?")
    expect(page.locator("#keys")).to_be_visible()
    press(page, "Escape")
    expect(page.locator("#keys")).to_be_hidden()
    expect(page.locator("#rows .row").first).to_be_focused()


def test_a_letter_that_is_typed_is_no_command(page: Page) -> None:
    press(page, "Alt+ArrowDown")
    expect(page.locator("#body")).to_be_focused()
    page.keyboard.type("jk/?")
    expect(page.locator("#body")).to_have_value("jk/?")
    expect(page.locator("#keys")).to_be_hidden()


def test_a_menu_is_walked_and_closed(page: Page) -> None:
    press(page, "Alt+ArrowDown")
    expect(page.locator("#body")).to_be_focused()
    summary = page.locator(".head [data-menu] summary")
    summary.focus()
    press(page, "Enter", "ArrowDown")
    expect(page.locator(".head .popover .item").locator("visible=true").first).to_be_focused()
    press(page, "Escape")
    expect(summary).to_be_focused()
    expect(page.locator(".head .popover")).to_be_hidden()
