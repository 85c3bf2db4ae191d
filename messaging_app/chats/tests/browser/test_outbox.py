"""What somebody writes is sent once and in order, whatever happens to the page."""

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from chats.models import Conversation, User
from chats.tests.browser.acts import bodies, expect_same_as_stored, is_live, message, write
from chats.tests.browser.conftest import Browsers, SignIn

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

THREE = ["One", "Two", "Three"]


@pytest.fixture
def context(browser_of: Browsers, ann: User) -> BrowserContext:
    return browser_of(ann)


@pytest.fixture
def page(page_of: SignIn, ann: User, direct: Conversation, context: BrowserContext) -> Page:
    page = page_of(ann, f"/chats/{direct.pk}/", context=context)
    is_live(page)
    return page


def words_of(conversation: Conversation) -> list[str]:
    return list(conversation.messages.order_by("seq").values_list("message_body", flat=True))


def test_the_bubble_stands_there_at_once_and_settles_in_place(
    page: Page, direct: Conversation
) -> None:
    held: list[Route] = []
    page.route("**/messages/", lambda route: held.append(route))
    write(page, "Hello")
    bubble = page.locator(".message", has_text="Hello")
    expect(bubble.locator(".tick")).to_have_attribute("data-tick", "queued")
    before = bubble.locator(".bubble").bounding_box()
    page.wait_for_timeout(100)
    held[0].continue_()
    expect(bubble.locator(".tick")).to_have_attribute("data-tick", "sent")
    assert bubble.locator(".bubble").bounding_box() == before
    expect_same_as_stored(page, direct)


def test_written_offline_reloaded_and_back(
    page: Page, context: BrowserContext, direct: Conversation
) -> None:
    context.set_offline(True)
    for text in THREE:
        write(page, text)
    expect(page.locator("#offline")).to_be_visible()
    expect(page.locator(".message")).to_have_count(3)
    assert words_of(direct) == []
    # The page itself can only be had again with a network; nothing may be sent before it is there.
    page.route("**/messages/", lambda route: route.abort())
    context.set_offline(False)
    page.reload()
    expect(page.locator(".message.queued, .message.sending, .message.failed")).to_have_count(3)
    assert bodies(page) == THREE
    page.unroute("**/messages/")
    expect(page.locator(".message[data-seq]")).to_have_count(3)
    assert words_of(direct) == THREE
    expect(page.locator("#offline")).to_be_hidden()
    expect_same_as_stored(page, direct)


def test_a_lost_answer_does_not_double_the_message(page: Page, direct: Conversation) -> None:
    lost: list[str] = []

    def lose_the_first(route: Route) -> None:
        if lost:
            route.continue_()
        else:
            lost.append(route.request.post_data or "")
            route.fetch()
            route.abort()

    page.route("**/messages/", lose_the_first)
    write(page, "Once")
    expect(message(page, "Once")).to_have_count(1)
    page.wait_for_timeout(2500)
    assert words_of(direct) == ["Once"]
    expect_same_as_stored(page, direct)


def test_two_tabs_send_in_the_order_of_writing(
    page: Page, page_of: SignIn, ann: User, direct: Conversation, context: BrowserContext
) -> None:
    other = page_of(ann, f"/chats/{direct.pk}/", context=context)
    is_live(other)
    context.set_offline(True)
    write(page, "One")
    write(other, "Two")
    write(page, "Three")
    expect(other.locator(".message")).to_have_count(3)
    context.set_offline(False)
    for tab in (page, other):
        expect(tab.locator(".message[data-seq]")).to_have_count(3)
        expect_same_as_stored(tab, direct)
    assert words_of(direct) == THREE


def test_a_refused_message_says_why_and_keeps_its_words(
    page: Page, direct: Conversation, olu: User
) -> None:
    direct.close(by=olu)
    write(page, "Too late")
    failed = page.locator(".message.failed", has_text="Too late")
    expect(failed.locator(".failure")).to_contain_text("closed")
    failed.get_by_role("button", name="Delete").click()
    expect(page.locator(".message", has_text="Too late")).to_have_count(0)


def test_a_server_in_trouble_is_asked_again(page: Page, direct: Conversation) -> None:
    answers = iter([503, 429])

    def refuse_twice(route: Route) -> None:
        status = next(answers, None)
        if status:
            route.fulfill(status=status)
        else:
            route.continue_()

    page.route("**/messages/", refuse_twice)
    write(page, "Patience")
    expect(message(page, "Patience")).to_have_count(1)
    assert words_of(direct) == ["Patience"]


def test_a_double_enter_sends_once(page: Page, direct: Conversation) -> None:
    page.locator("#body").fill("Once")
    page.locator(".composer > .send").dblclick()
    expect(message(page, "Once")).to_have_count(1)
    page.wait_for_timeout(500)
    assert words_of(direct) == ["Once"]


def test_signing_out_leaves_nothing_behind(page: Page, context: BrowserContext) -> None:
    page.route("**/messages/", lambda route: route.abort())
    write(page, "Unsent")
    page.locator("#body").fill("Begun")
    expect(page.locator(".message", has_text="Unsent")).to_be_visible()
    page.locator(".you summary").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Sign out").click()
    left = page.evaluate(
        """async () => [(await indexedDB.databases()).map(({ name }) => name),
                        Object.keys(localStorage).filter(key => key.includes("draft"))]"""
    )
    assert left == [[], []]
