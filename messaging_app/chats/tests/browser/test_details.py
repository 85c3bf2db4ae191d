"""Beside the conversation: who takes part, marks of one's own, the way out."""

import re

import pytest
from playwright.sync_api import Page, expect

from chats.models import Conversation, User
from chats.tests.browser.acts import choose, hover_and, is_live, message, write
from chats.tests.browser.conftest import SignIn

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(page_of: SignIn, ann: User, ben: User, group: Conversation) -> Page:
    group.post(by=ben, body="All of us")
    page = page_of(ann, f"/chats/{group.pk}/")
    is_live(page)
    return page


def test_somebody_is_added_without_leaving_the_page(
    page: Page, group: Conversation, dee: User
) -> None:
    page.locator("a.head-who").click()
    page.locator("[data-adder] summary").click()
    page.locator(".picker input[type=search]").fill("Dee")
    page.locator(".picker-rows label", has_text="Dee").click()
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator("#participant-rows")).to_contain_text("Dee Outside")
    expect(page.locator(".event", has_text="Dee Outside")).to_have_count(1)
    assert group.is_participant(dee)


def test_leaving_asks_first_and_leads_to_the_list(page: Page, group: Conversation) -> None:
    page.locator("a.head-who").click()
    page.get_by_role("button", name="Leave").click()
    page.locator("#confirm [data-part=no]").click()
    expect(page.locator(".conversation")).to_have_count(1)
    page.get_by_role("button", name="Leave").click()
    page.locator("#confirm [data-part=yes]").click()
    expect(page).to_have_url(re.compile("/chats/$"))
    expect(page.locator("#rows .row")).to_have_count(0)


def test_marked_as_unread_it_stays_unread(page: Page, group: Conversation, ann: User) -> None:
    badge = page.locator(f"#c-{group.pk} [data-part=badge]")
    expect(badge).to_be_hidden()
    choose(page, "All of us", "unread")
    expect(badge).to_contain_text("1")
    page.locator("#messages").evaluate("one => (one.scrollTop = 0)")
    page.wait_for_timeout(1000)
    expect(badge).to_contain_text("1")


def test_who_has_read_it_is_told_on_demand(
    page: Page, page_of: SignIn, group: Conversation, ben: User
) -> None:
    write(page, "Read me")
    bens = page_of(ben, f"/chats/{group.pk}/")
    expect(message(bens, "Read me")).to_be_visible()
    message(page, "Read me").locator(".tick").click()
    expect(page.locator(".popover.about, .about").first).to_contain_text("Ben Okafor")
    page.keyboard.press("Escape")
    expect(page.locator(".about")).to_have_count(0)


def test_earlier_versions_of_an_edited_message_are_shown(page: Page) -> None:
    write(page, "Frist")
    choose(page, "Frist", "edit")
    write(page, "First")
    expect(message(page, "First")).to_contain_text("edited")
    choose(page, "First", "history")
    expect(page.locator(".about")).to_contain_text("Frist")


def test_a_reaction_that_the_server_refuses_is_taken_back(page: Page) -> None:
    page.route("**/reactions/", lambda route: route.fulfill(status=503))
    hover_and(page, "All of us", "more")
    page.locator(".message-menu .emoji-button").first.click()
    expect(page.locator("#toasts .toast")).to_be_visible()
    expect(message(page, "All of us").locator(".reaction")).to_have_count(0)
