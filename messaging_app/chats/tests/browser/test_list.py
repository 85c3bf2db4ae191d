"""The list beside the conversation: rows, counts, cards and the title follow what happens."""

import re

import pytest
from playwright.sync_api import Page, expect

from chats.models import Conversation, User
from chats.tests.browser.acts import is_live, message
from chats.tests.browser.conftest import SignIn

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(page_of: SignIn, ann: User, ben: User, direct: Conversation, group: Conversation) -> Page:
    """Ann reads the group; the direct conversation stands below it."""
    direct.post(by=ann, body="First")
    group.post(by=ann, body="Second")
    page = page_of(ann, f"/chats/{group.pk}/")
    is_live(page)
    page.bring_to_front()
    return page


def names(page: Page) -> list[str]:
    return page.locator("#rows .row-name").all_inner_texts()


def test_a_message_elsewhere_is_counted_and_shown(
    page: Page, direct: Conversation, ben: User
) -> None:
    assert names(page) == ["Garden", "Ben Okafor"]
    direct.post(by=ben, body="Are you there?")
    row = page.locator(f"#c-{direct.pk}")
    expect(row.locator("[data-part=badge]")).to_contain_text("1")
    expect(row).to_contain_text("Are you there?")
    expect(page.locator("#rows .row-name").first).to_have_text("Ben Okafor")
    expect(page).to_have_title(re.compile(r"^\(1\) Garden"))
    expect(page.locator("a[data-rail=chats] [data-part=badge]")).to_have_text("1")
    expect(page.locator("[data-favicon]")).to_have_attribute("href", re.compile("^data:image/png"))
    card = page.locator("#notices .toast-card")
    expect(card).to_contain_text("Ben Okafor")
    expect(card).to_contain_text("Are you there?")
    card.click()
    expect(message(page, "Are you there?")).to_be_visible()
    expect(page).to_have_title(re.compile("^Ben Okafor"))
    expect(row.locator("[data-part=badge]")).to_be_hidden()


def test_who_has_written_elsewhere_types_no_longer(
    page: Page, direct: Conversation, ben: User
) -> None:
    preview = page.locator(f"#c-{direct.pk} .row-preview")
    direct.show_typing(by=ben)
    expect(preview).to_have_text("Ben Okafor is typing…")
    direct.post(by=ben, body="Are you there?")
    expect(preview).to_have_text("Are you there?", timeout=3_000)


def test_ones_own_last_words_elsewhere_show_how_far_they_came(
    page: Page, direct: Conversation, ben: User
) -> None:
    tick = page.locator(f"#c-{direct.pk} .tick")
    place = direct.conversation_participants.get(user=ben)
    expect(tick).to_have_attribute("data-tick", "sent")
    place.receive(direct.last_seq)
    expect(tick).to_have_attribute("data-tick", "delivered")
    place.read(direct.last_seq)
    expect(tick).to_have_attribute("data-tick", "read")


def test_a_message_here_makes_no_noise(page: Page, group: Conversation, ben: User) -> None:
    group.post(by=ben, body="Here")
    expect(message(page, "Here")).to_be_visible()
    page.wait_for_timeout(500)
    expect(page.locator("#notices > *")).to_have_count(0)
    expect(page).to_have_title(re.compile("^Garden"))


def test_a_muted_conversation_makes_no_noise(
    page: Page, direct: Conversation, ann: User, ben: User
) -> None:
    direct.conversation_participants.get(user=ann).mute()
    direct.post(by=ben, body="Quietly")
    expect(page.locator(f"#c-{direct.pk}")).to_contain_text("Quietly")
    expect(page.locator("#notices > *")).to_have_count(0)
    expect(page).to_have_title(re.compile("^Garden"))


def test_what_was_read_elsewhere_is_read_here(
    page: Page, direct: Conversation, ann: User, ben: User
) -> None:
    direct.post(by=ben, body="Twice seen")
    badge = page.locator(f"#c-{direct.pk} [data-part=badge]")
    expect(badge).to_be_visible()
    direct.conversation_participants.get(user=ann).mark_read()
    expect(badge).to_be_hidden()


def test_pinning_brings_a_row_to_the_top_and_keeps_it_there(
    page: Page, direct: Conversation, group: Conversation, ben: User
) -> None:
    page.locator(f"#c-{direct.pk}").click()
    expect(message(page, "First")).to_be_visible()
    page.locator(".head [data-menu] summary").click()
    page.locator(".head").get_by_role("button", name="Pin to the top").click()
    expect(page.locator("#rows .row-name").first).to_have_text("Ben Okafor")
    group.post(by=ben, body="Newer")
    expect(page.locator(f"#c-{group.pk}")).to_contain_text("Newer")
    assert names(page) == ["Ben Okafor", "Garden"]
    page.locator("#notices [data-part=close]").click()
    page.locator(".head [data-menu] summary").click()
    expect(page.locator(".head").get_by_role("button", name="Unpin")).to_be_visible()


def test_filters_hold_what_fits(page: Page, direct: Conversation, ben: User) -> None:
    page.locator(".filters [data-filter=direct]").click()
    expect(page.locator("#rows .row")).to_have_count(1)
    page.locator(".filters [data-filter=unread]").click()
    expect(page.locator("#rows .row")).to_have_count(0)
    direct.post(by=ben, body="Unread")
    expect(page.locator("#rows .row")).to_have_count(1)


def test_who_is_removed_from_a_group_leaves_it_at_once(
    page_of: SignIn, group: Conversation, ann: User, ben: User
) -> None:
    page = page_of(ben, f"/chats/{group.pk}/")
    is_live(page)
    group.remove_participant(ben)
    expect(page.locator(f"#c-{group.pk}")).to_have_count(0)
    expect(page.locator(".conversation")).to_have_count(0)
    expect(page.locator("#toasts")).to_contain_text("no longer in this conversation")


def test_what_waited_counts_as_delivered_but_not_as_read(
    page_of: SignIn, direct: Conversation, ann: User, ben: User
) -> None:
    sent = direct.post(by=ben, body="You were away")
    is_live(page_of(ann, "/chats/"))
    bens = page_of(ben, f"/chats/{direct.pk}/")
    tick = message(bens, "You were away").locator(".tick")
    expect(tick).to_have_attribute("data-tick", "delivered")
    place = direct.conversation_participants.get(user=ann)
    assert place.last_read_seq < sent.seq
