"""Several tabs of one browser share one stream, and lose nothing when its tab is closed."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from chats.live import hub as hubs
from chats.models import Conversation, User
from chats.tests.browser.acts import expect_same_as_stored, is_live, message, write
from chats.tests.browser.conftest import Browsers, SignIn

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def streams_of(user: User) -> int:
    """How many streams of a person the server has open."""
    known = [future.result() for future in hubs._hubs.values() if future.done()]
    return sum(len(hub.screens_of(user.pk)) for hub in known)


def expect_one_stream(page: Page, user: User) -> None:
    """The server may need a moment to notice that an earlier one was closed."""
    for __ in range(50):
        if streams_of(user) == 1:
            break
        page.wait_for_timeout(100)
    assert streams_of(user) == 1


@pytest.fixture
def context(browser_of: Browsers, ann: User) -> BrowserContext:
    return browser_of(ann)


@pytest.fixture
def tabs(context: BrowserContext, page_of: SignIn, ann: User, direct: Conversation) -> list[Page]:
    pages = [page_of(ann, f"/chats/{direct.pk}/", context=context) for __ in range(2)]
    for page in pages:
        is_live(page)
    pages[0].wait_for_timeout(300)
    return pages


def test_two_tabs_have_one_stream(
    tabs: list[Page], direct: Conversation, ann: User, ben: User
) -> None:
    expect_one_stream(tabs[0], ann)
    direct.post(by=ben, body="For both")
    for tab in tabs:
        expect(message(tab, "For both")).to_have_count(1)


def test_the_second_tab_takes_over_without_a_gap(
    tabs: list[Page], direct: Conversation, ann: User, ben: User
) -> None:
    first, second = tabs
    direct.post(by=ben, body="Before")
    expect(message(second, "Before")).to_have_count(1)
    first.close()
    direct.post(by=ben, body="In between")
    expect(message(second, "In between")).to_have_count(1)
    direct.post(by=ben, body="After")
    expect(message(second, "After")).to_have_count(1)
    expect_same_as_stored(second, direct)
    expect_one_stream(second, ann)


def test_a_tab_that_shows_another_conversation_is_served_too(
    tabs: list[Page], direct: Conversation, group: Conversation, ann: User, ben: User
) -> None:
    first, second = tabs
    second.goto(f"/chats/{group.pk}/")
    is_live(second)
    second.wait_for_timeout(500)
    direct.post(by=ben, body="To Ann")
    group.post(by=ben, body="To all")
    expect(message(first, "To Ann")).to_have_count(1)
    expect(message(second, "To all")).to_have_count(1)
    expect_one_stream(second, ann)


def test_what_one_tab_sends_the_other_shows_once(tabs: list[Page], direct: Conversation) -> None:
    write(tabs[1], "From the second")
    for tab in tabs:
        expect(message(tab, "From the second")).to_have_count(1)
        expect_same_as_stored(tab, direct)
