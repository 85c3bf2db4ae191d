"""Writing: drafts, the two ways of Enter, editing, counting, files."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from chats.models import Conversation, User
from chats.tests.browser.acts import is_live, message, write
from chats.tests.browser.conftest import SignIn

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(page_of: SignIn, ann: User, direct: Conversation) -> Page:
    page = page_of(ann, f"/chats/{direct.pk}/")
    is_live(page)
    return page


def draft_of(conversation: Conversation, user: User) -> str:
    return conversation.conversation_participants.get(user=user).draft


def test_the_composer_has_the_focus_when_a_conversation_opens(page: Page) -> None:
    expect(page.locator("#body")).to_be_focused()


def test_shift_enter_breaks_the_line_and_the_field_grows_to_eight(page: Page) -> None:
    body = page.locator("#body")
    heights = []
    for line in range(12):
        body.press_sequentially(f"{line}")
        heights.append(body.bounding_box()["height"])  # type: ignore[index]
        body.press("Shift+Enter")
    assert heights[0] < heights[3] < heights[7]
    assert heights[8] == heights[11]
    expect(page.locator(".message")).to_have_count(0)


def test_the_setting_swaps_enter(page: Page) -> None:
    page.evaluate("document.body.dataset.enter = 'newline'")
    page.locator("#body").fill("One")
    page.locator("#body").press("Enter")
    expect(page.locator("#body")).to_have_value("One\n")
    page.locator("#body").press("Shift+Enter")
    expect(message(page, "One")).to_have_count(1)


def test_enter_belongs_to_an_input_method_that_is_at_work(page: Page) -> None:
    session = page.context.new_cdp_session(page)
    session.send(
        "Input.imeSetComposition", {"text": "にほ", "selectionStart": 2, "selectionEnd": 2}
    )
    page.locator("#body").dispatch_event("keydown", {"key": "Enter", "isComposing": True})
    page.locator("#body").dispatch_event("keydown", {"key": "Enter", "keyCode": 229})
    expect(page.locator(".message")).to_have_count(0)
    session.send("Input.insertText", {"text": "日本"})
    page.locator("#body").press("Enter")
    expect(message(page, "日本")).to_have_count(1)


def test_a_draft_survives_a_reload_and_reaches_the_server(
    page: Page, direct: Conversation, ann: User
) -> None:
    page.locator("#body").press_sequentially("Half a thou")
    page.reload()
    expect(page.locator("#body")).to_have_value("Half a thou")
    page.wait_for_timeout(1500)
    assert draft_of(direct, ann) == "Half a thou"
    is_live(page)
    write(page, "A whole one")
    expect(message(page, "A whole one")).to_have_count(1)
    page.wait_for_timeout(1500)
    assert draft_of(direct, ann) == ""


def test_arrow_up_edits_the_last_own_message_and_escape_brings_back_the_draft(
    page: Page, direct: Conversation, ben: User
) -> None:
    write(page, "My **first** words")
    expect(message(page, "My first words")).to_have_count(1)
    direct.post(by=ben, body="His words")
    expect(message(page, "His words")).to_have_count(1)
    page.locator("#body").press("ArrowUp")
    expect(page.locator("#body")).to_have_value("My **first** words")
    page.locator("#body").press("Escape")
    expect(page.locator("#body")).to_have_value("")
    expect(page.locator("#strip")).to_be_hidden()


def test_the_counter_starts_late_and_stops_what_is_too_long(page: Page) -> None:
    counter = page.locator("#counter")
    page.locator("#body").fill("a" * 4400)
    expect(counter).to_be_hidden()
    page.locator("#body").fill("a" * 4990)
    expect(counter).to_have_text("10")
    page.locator("#body").fill("a" * 5001)
    expect(counter).to_have_text("-1")
    page.locator("#body").press("Enter")
    expect(page.locator(".message")).to_have_count(0)
    assert len(page.locator("#body").input_value()) == 5001


def test_an_emoji_is_put_where_the_caret_stands(page: Page) -> None:
    page.locator("#body").fill("ab")
    page.locator("#body").press("ArrowLeft")
    page.locator("[data-action=emoji]").click()
    page.locator(".emoji-picker input").fill("tea")
    page.locator(".emoji-grid .emoji-button").first.click()
    value = page.locator("#body").input_value()
    assert value[0] == "a" and value[-1] == "b" and len(value) > 2


def test_a_name_is_completed_after_an_at(page_of: SignIn, ann: User, group: Conversation) -> None:
    page = page_of(ann, f"/chats/{group.pk}/")
    page.locator("#body").press_sequentially("Hello @be")
    expect(page.get_by_role("option", name="Ben Okafor")).to_be_visible()
    page.locator("#body").press("Enter")
    expect(page.locator("#body")).to_have_value("Hello @Ben Okafor ")
    expect(page.locator(".message")).to_have_count(0)


def test_a_file_goes_with_its_message(page: Page, direct: Conversation, tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("Three eggs")
    page.locator("#files").set_input_files(file)
    expect(page.locator("#pending")).to_contain_text("notes.txt")
    write(page, "The list")
    expect(message(page, "The list")).to_contain_text("notes.txt")
    expect(page.locator("#pending > *")).to_have_count(0)
    assert direct.messages.get().attachments.get().name == "notes.txt"


def test_a_file_that_was_removed_stays_behind(
    page: Page, direct: Conversation, tmp_path: Path
) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("Three eggs")
    page.locator("#files").set_input_files(file)
    page.locator("#pending [data-part=remove]").click()
    write(page, "Nothing attached")
    expect(message(page, "Nothing attached")).to_have_count(1)
    assert not direct.messages.get().attachments.exists()
