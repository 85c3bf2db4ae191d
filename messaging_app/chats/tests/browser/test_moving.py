"""Moving about: the page stays loaded, and the address bar always tells where one is."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from chats.models import Conversation, User
from chats.tests.browser.acts import is_live, message, write
from chats.tests.browser.conftest import SignIn

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(
    page_of: SignIn, ann: User, ben: User, direct: Conversation, group: Conversation
) -> Iterator[Page]:
    """Ann's list with a direct conversation and a group; it is loaded once."""
    direct.post(by=ben, body="Just us")
    group.post(by=ben, body="All of us")
    page = page_of(ann, "/chats/")
    is_live(page)
    page.evaluate("window.isFirstLoad = true")
    yield page
    assert page.evaluate("window.isFirstLoad")


def name(page: Page) -> str:
    return page.locator("#conversation-name").inner_text()


def test_a_click_opens_a_conversation_in_place(page: Page, group: Conversation) -> None:
    page.locator(f"#c-{group.pk}").click()
    expect(message(page, "All of us")).to_be_visible()
    expect(page).to_have_url(re.compile(f"/chats/{group.pk}/$"))
    expect(page).to_have_title(re.compile("Garden · Rapport"))
    expect(page.locator(f"#c-{group.pk}")).to_have_attribute("aria-current", "page")
    expect(page.locator("#body")).to_be_focused()


def test_back_and_forward_land_where_one_was(
    page: Page, direct: Conversation, group: Conversation
) -> None:
    page.locator(f"#c-{direct.pk}").click()
    expect(message(page, "Just us")).to_be_visible()
    page.locator(f"#c-{group.pk}").click()
    expect(message(page, "All of us")).to_be_visible()
    page.go_back()
    expect(message(page, "Just us")).to_be_visible()
    expect(page.locator(f"#c-{direct.pk}")).to_have_attribute("aria-current", "page")
    page.go_back()
    expect(page.locator(".conversation")).to_have_count(0)
    page.go_forward()
    page.go_forward()
    expect(message(page, "All of us")).to_be_visible()


def test_what_was_being_written_waits_in_its_conversation(
    page: Page, direct: Conversation, group: Conversation
) -> None:
    page.locator(f"#c-{direct.pk}").click()
    page.locator("#body").press_sequentially("For Ben only")
    page.locator(f"#c-{group.pk}").click()
    expect(message(page, "All of us")).to_be_visible()
    expect(page.locator("#body")).to_have_value("")
    page.locator(f"#c-{direct.pk}").click()
    expect(page.locator("#body")).to_have_value("For Ben only")


def test_quick_clicks_end_at_the_last_one(
    page: Page, direct: Conversation, group: Conversation
) -> None:
    for __ in range(3):
        page.locator(f"#c-{direct.pk}").click()
        page.locator(f"#c-{group.pk}").click()
    expect(message(page, "All of us")).to_be_visible()
    expect(page.locator(".conversation")).to_have_count(1)
    write(page, "To the group")
    expect(message(page, "To the group")).to_have_count(1)
    assert group.messages.filter(message_body="To the group").exists()


def test_a_new_conversation_hears_what_happens_in_it(
    page: Page, direct: Conversation, group: Conversation, ben: User
) -> None:
    page.locator(f"#c-{direct.pk}").click()
    expect(message(page, "Just us")).to_be_visible()
    page.locator(f"#c-{group.pk}").click()
    expect(message(page, "All of us")).to_be_visible()
    group.post(by=ben, body="Live here")
    expect(message(page, "Live here")).to_be_visible()


def test_details_open_beside_it_and_close_with_escape(page: Page, group: Conversation) -> None:
    page.locator(f"#c-{group.pk}").click()
    page.locator("a.head-who").click()
    expect(page.locator("#aside .drawer")).to_contain_text("Ben Okafor")
    expect(page).to_have_url(re.compile("/details/$"))
    page.keyboard.press("Escape")
    expect(page.locator("#aside .drawer")).to_have_count(0)
    expect(page).to_have_url(re.compile(f"/chats/{group.pk}/$"))
    expect(message(page, "All of us")).to_be_visible()


def test_a_phone_shows_one_column_at_a_time(page: Page, group: Conversation) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    expect(page.locator("#main")).to_be_hidden()
    page.locator(f"#c-{group.pk}").click()
    expect(message(page, "All of us")).to_be_visible()
    expect(page.locator("#list")).to_be_hidden()
    page.locator(".head .back").click()
    expect(page.locator("#list")).to_be_visible()
    expect(page.locator("#main")).to_be_hidden()


def test_search_leads_to_the_message(
    page: Page, group: Conversation, direct: Conversation, ben: User
) -> None:
    direct.post(by=ben, body="The rhubarb is ripe")
    page.locator(f"#c-{group.pk}").click()
    expect(message(page, "All of us")).to_be_visible()
    page.keyboard.press("Control+k")
    page.keyboard.type("rhubarb")
    page.locator(".hit", has_text="rhubarb").click()
    expect(message(page, "The rhubarb is ripe")).to_be_in_viewport()
    assert name(page) == "Ben Okafor"


def test_a_group_is_started_in_place(page: Page, ben: User, cy: User) -> None:
    page.locator("[data-action=new]").first.click()
    page.locator("#title").fill("Harvest")
    for person in ("Ben", "Cy"):
        page.locator(".picker input[type=search]").fill(person)
        page.locator(".picker-rows label", has_text=person).click()
    page.get_by_role("button", name="Start").click()
    expect(page.locator("#conversation-name")).to_have_text("Harvest")
    expect(page.locator("#rows .row").first).to_contain_text("Harvest")
