"""What people do on a page, and what they see."""

from playwright.sync_api import Locator, Page, expect

from chats.models import Conversation


def write(page: Page, text: str) -> None:
    """Type into the composer and send."""
    page.locator("#body").fill(text)
    page.locator("#body").press("Enter")


def message(page: Page, text: str) -> Locator:
    """The stored message with these words."""
    return page.locator(".message[data-seq]", has_text=text)


def bodies(page: Page) -> list[str]:
    """The words of all bubbles, from the first to the last."""
    return page.locator(".message .words").all_inner_texts()


def is_live(page: Page) -> None:
    """Wait until the page hears the stream."""
    state = "import('chats/stream.js').then(({ stream }) => stream.state)"
    for __ in range(600):
        if page.evaluate(state) == "connected":
            return
        page.wait_for_timeout(100)
    raise AssertionError("the page does not hear the stream")


def hover_and(page: Page, text: str, action: str) -> None:
    """Press a button of a message's bar."""
    message(page, text).hover()
    message(page, text).locator(f".bar [data-action={action}]").click()


def choose(page: Page, text: str, action: str) -> None:
    """Choose from a message's menu."""
    hover_and(page, text, "more")
    page.locator(f".message-menu [data-action={action}]").first.click()


def expect_same_as_stored(page: Page, conversation: Conversation) -> None:
    """The page shows every message once, in the order of the database."""
    stored = [str(pk) for pk in conversation.messages.order_by("seq").values_list("pk", flat=True)]
    expect(page.locator(".message[data-seq]")).to_have_count(len(stored))
    shown = page.locator(".message").evaluate_all("all => all.map(one => one.id.slice(2))")
    assert shown == stored
