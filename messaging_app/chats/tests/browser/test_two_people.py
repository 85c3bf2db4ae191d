"""Ann and Ben talk, each in a browser; nobody reloads anything."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from chats.models import Conversation, User
from chats.tests.browser.acts import choose, hover_and, is_live, message, write
from chats.tests.browser.conftest import SignIn

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def pages(page_of: SignIn, ann: User, ben: User, direct: Conversation) -> Iterator[list[Page]]:
    """Ann's and Ben's page, which stay loaded to the end of the test."""
    both = [page_of(user, f"/chats/{direct.pk}/") for user in (ann, ben)]
    for page in both:
        is_live(page)
        page.evaluate("window.isFirstLoad = true")
    yield both
    assert all(page.evaluate("window.isFirstLoad") for page in both)


def test_they_see_each_other_come_online(pages: list[Page]) -> None:
    anns, __ = pages
    expect(anns.locator(".head-status")).to_have_text("online")
    expect(anns.locator(".head .avatar")).to_have_attribute("data-presence", "online")


def test_one_sees_the_other_leave(pages: list[Page]) -> None:
    anns, bens = pages
    expect(anns.locator(".head-status")).to_have_text("online")
    bens.evaluate("import('chats/stream.js').then(({ stream }) => stream.close())")
    expect(anns.locator(".head-status")).to_contain_text("Last seen")


def test_typing_shows_above_the_composer_and_in_the_row(pages: list[Page]) -> None:
    anns, bens = pages
    anns.locator("#body").press_sequentially("Hel")
    expect(bens.locator("#typing")).to_contain_text("Ann Lindqvist is typing")
    expect(bens.locator("#rows .row-preview")).to_contain_text("is typing")
    write(anns, "Hello")
    expect(message(bens, "Hello")).to_be_visible()
    expect(bens.locator("#typing")).to_be_empty()
    expect(bens.locator("#rows .row-preview")).to_contain_text("Hello")


def test_a_message_is_sent_then_read(pages: list[Page]) -> None:
    anns, bens = pages
    write(anns, "Thursday at ten")
    expect(message(bens, "Thursday at ten")).to_be_visible()
    expect(message(anns, "Thursday at ten").locator(".tick")).to_have_attribute("data-tick", "read")
    assert "mine" in (message(anns, "Thursday").get_attribute("class") or "")
    assert "mine" not in (message(bens, "Thursday").get_attribute("class") or "")


def test_a_reply_carries_its_quote(pages: list[Page]) -> None:
    anns, bens = pages
    write(anns, "Where do we meet?")
    hover_and(bens, "Where do we meet?", "reply")
    expect(bens.locator("#strip")).to_contain_text("Reply to Ann Lindqvist")
    write(bens, "At the gate")
    expect(message(anns, "At the gate").locator(".quote")).to_contain_text("Where do we meet?")
    expect(bens.locator("#strip")).to_be_hidden()


def test_a_reaction_shows_and_goes_again(pages: list[Page]) -> None:
    anns, bens = pages
    write(anns, "Tea is ready")
    hover_and(bens, "Tea is ready", "more")
    bens.locator(".message-menu .emoji-button").first.click()
    pill = message(anns, "Tea is ready").locator(".reaction")
    expect(pill).to_have_attribute("aria-pressed", "false")
    expect(message(bens, "Tea is ready").locator(".reaction")).to_have_attribute(
        "aria-pressed", "true"
    )
    message(bens, "Tea is ready").locator(".reaction").click()
    expect(pill).to_have_count(0)


def test_any_emoji_can_be_found_by_its_name(pages: list[Page]) -> None:
    anns, bens = pages
    write(anns, "It rains")
    hover_and(bens, "It rains", "react")
    bens.locator(".emoji-picker input").fill("umbrella")
    bens.locator(".emoji-grid .emoji-button").first.click()
    expect(message(anns, "It rains").locator(".reaction")).to_have_count(1)
    expect(bens.locator(".emoji-picker")).to_have_count(0)


def test_an_edit_changes_the_words_everywhere(pages: list[Page]) -> None:
    anns, bens = pages
    write(anns, "Thrusday")
    expect(message(bens, "Thrusday")).to_be_visible()
    choose(anns, "Thrusday", "edit")
    expect(anns.locator("#strip")).to_contain_text("Edit")
    write(anns, "Thursday")
    expect(message(bens, "Thursday")).to_contain_text("edited")
    expect(message(bens, "Thrusday")).to_have_count(0)
    expect(anns.locator("#body")).to_have_value("")


def test_a_deletion_leaves_a_tombstone_and_can_be_undone(pages: list[Page]) -> None:
    anns, bens = pages
    write(anns, "A secret")
    expect(message(bens, "A secret")).to_be_visible()
    hover_and(anns, "A secret", "more")
    anns.get_by_role("button", name="Delete for everyone").click()
    anns.locator("#confirm [data-part=yes]").click()
    expect(message(bens, "Message deleted")).to_be_visible()
    expect(message(bens, "A secret")).to_have_count(0)
    anns.locator(".toast").get_by_role("button", name="Undo").click()
    expect(message(bens, "A secret")).to_be_visible()


def test_deleted_for_me_is_gone_only_here(pages: list[Page]) -> None:
    anns, bens = pages
    write(anns, "Only Ben need not see this")
    hover_and(bens, "Only Ben", "more")
    bens.get_by_role("button", name="Delete for me").click()
    expect(message(bens, "Only Ben")).to_have_count(0)
    expect(message(anns, "Only Ben")).to_have_count(1)
    bens.locator(".toast").get_by_role("button", name="Undo").click()
    expect(message(bens, "Only Ben")).to_have_count(1)
