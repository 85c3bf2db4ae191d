"""The history grows at both ends, and what somebody reads stays where it is."""

import pytest
from playwright.sync_api import Page, Route, expect

from chats.models import Conversation, User
from chats.models.message.posting import Posting, post
from chats.tests.browser.acts import is_live, message, write
from chats.tests.browser.conftest import SignIn

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = 230

# Notes, on every frame, where the entry that is read stands. Where the reader scrolled by `step`,
# it must have moved by just that much, whatever was loaded meanwhile.
WALK_UP = """async () => {
  const scroller = document.getElementById("messages");
  const frame = () => new Promise(requestAnimationFrame);
  const jumps = [];
  const topOf = (entry) => entry.getBoundingClientRect().top;
  for (let quiet = 0; quiet < 40; ) {
    const box = scroller.getBoundingClientRect();
    const anchor = [...document.querySelectorAll(".message")].find(
      (one) => topOf(one) >= box.top);
    const expected = topOf(anchor) + Math.min(120, scroller.scrollTop);
    scroller.scrollTop -= 120;
    for (let i = 0; i < 3; i++) {
      await frame();
      if (Math.abs(topOf(anchor) - expected) > 1) jumps.push(topOf(anchor) - expected);
    }
    quiet = scroller.scrollTop === 0 && !document.querySelector(".older") ? quiet + 1 : 0;
    if (scroller.scrollTop === 0) await new Promise((done) => setTimeout(done, 25));
  }
  return jumps;
}"""


@pytest.fixture
def talk(direct: Conversation, ann: User, ben: User) -> Conversation:
    """So many messages that nobody sees them at once, of one line and of many."""
    sizes = (1, 3, 1, 12, 2)
    post(
        [
            Posting(direct, ben if i % 3 else ann, f"Line {i}: " + "words and " * sizes[i % 5])
            for i in range(LONG)
        ]
    )
    direct.refresh_from_db()
    for user in (ann, ben):
        direct.conversation_participants.get(user=user).read(direct.last_seq)
    return direct


@pytest.fixture
def page(page_of: SignIn, ann: User, talk: Conversation) -> Page:
    page = page_of(ann, f"/chats/{talk.pk}/", viewport={"width": 1200, "height": 700})
    is_live(page)
    return page


def from_end(page: Page) -> float:
    return float(
        page.locator("#messages").evaluate(
            "one => one.scrollHeight - one.scrollTop - one.clientHeight"
        )
    )


def test_it_opens_at_its_end(page: Page) -> None:
    expect(message(page, f"Line {LONG - 1}:")).to_be_in_viewport()
    assert from_end(page) < 2


def test_scrolling_up_through_all_pages_never_jumps(page: Page) -> None:
    assert page.evaluate(WALK_UP) == []
    expect(page.locator(".message")).to_have_count(LONG)
    numbers = page.locator("#history [data-seq]").evaluate_all(
        "all => all.map(one => +one.dataset.seq)"
    )
    assert numbers == sorted(set(numbers))
    days = page.locator(".day").evaluate_all("all => all.map(one => one.id)")
    assert len(days) == len(set(days))


def test_at_the_end_new_messages_stay_in_sight(page: Page, talk: Conversation, ben: User) -> None:
    for i in range(4):
        talk.post(by=ben, body=f"News {i} " + "and more " * 40)
    expect(message(page, "News 3")).to_be_in_viewport()
    assert from_end(page) < 2
    expect(page.locator("#jump")).to_be_hidden()


def test_above_the_end_nothing_moves_and_a_button_counts(
    page: Page, talk: Conversation, ben: User
) -> None:
    page.locator("#messages").evaluate("one => (one.scrollTop -= 900)")
    expect(page.locator("#jump")).to_be_visible()
    before = message(page, f"Line {LONG - 30}:").bounding_box()
    for i in range(3):
        talk.post(by=ben, body=f"News {i}")
    expect(page.locator("#jump")).to_contain_text("3 new")
    assert message(page, f"Line {LONG - 30}:").bounding_box() == before
    page.locator("#jump").click()
    expect(message(page, "News 2")).to_be_in_viewport()
    expect(page.locator("#jump")).to_be_hidden()


def test_it_opens_at_the_first_unread(
    page_of: SignIn, talk: Conversation, ann: User, ben: User
) -> None:
    for i in range(30):
        talk.post(by=ben, body=f"Unread {i} " + "and more " * 12)
    page = page_of(ann, f"/chats/{talk.pk}/")
    expect(page.locator("#new")).to_be_in_viewport()
    expect(message(page, "Unread 0 ")).to_be_in_viewport()
    expect(message(page, "Unread 29")).not_to_be_in_viewport()
    page.locator("#messages").evaluate("one => (one.scrollTop = one.scrollHeight)")
    expect(page.locator("#rows .row").first).to_have_attribute("data-unread", "0")


def test_a_quote_leads_to_a_page_far_up_and_on_down_again(
    page: Page, talk: Conversation, ben: User
) -> None:
    first = talk.messages.order_by("seq")[10]
    talk.post(by=ben, body="About this", reply_to_id=first.pk)
    message(page, "About this").locator(".quote").click()
    target = page.locator(f"#m-{first.pk}")
    expect(target).to_be_in_viewport()
    expect(target).to_have_class("message flash")
    talk.post(by=ben, body="Meanwhile")
    expect(page.locator("#jump")).to_contain_text("1 new")
    assert message(page, "Meanwhile").count() == 0, "a hole would be between the pages"
    for __ in range(60):
        page.locator("#messages").evaluate("one => (one.scrollTop += 600)")
        page.wait_for_timeout(30)
        if message(page, "Meanwhile").count():
            break
    expect(message(page, "Meanwhile")).to_have_count(1)
    numbers = page.locator("#history [data-seq]").evaluate_all(
        "all => all.map(one => +one.dataset.seq)"
    )
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def test_what_is_stored_while_another_page_is_read_is_there_once(
    page: Page, talk: Conversation
) -> None:
    first = talk.messages.order_by("seq")[10]
    held: list[Route] = []
    is_slow = True
    page.route("**/messages/?*", lambda route: held.append(route) if is_slow else route.continue_())
    page.goto(f"/chats/{talk.pk}/?around={first.pk}")
    is_live(page)
    write(page, "Here I am")
    expect(page.locator(f"#c-{talk.pk}")).to_contain_text("Here I am")
    is_slow = False
    for route in held:
        route.continue_()
    expect(message(page, "Here I am")).to_be_in_viewport()
    expect(page.locator(".message", has_text="Here I am")).to_have_count(1)


def test_what_is_sent_from_far_up_leads_to_the_end(page: Page, talk: Conversation) -> None:
    first = talk.messages.order_by("seq")[10]
    page.goto(f"/chats/{talk.pk}/?around={first.pk}")
    is_live(page)
    expect(page.locator(f"#m-{first.pk}")).to_be_in_viewport()
    write(page, "Here I am")
    expect(message(page, "Here I am")).to_be_in_viewport()
    expect(message(page, f"Line {LONG - 1}:")).to_have_count(1)


def test_each_conversation_remembers_where_one_was(
    page: Page, talk: Conversation, group: Conversation, ben: User
) -> None:
    group.post(by=ben, body="In the garden")
    page.locator("#messages").evaluate("one => (one.scrollTop -= 700)")
    page.wait_for_timeout(200)
    place = page.locator("#messages").evaluate("one => one.scrollTop")
    page.locator(f"#c-{group.pk}").click()
    expect(message(page, "In the garden")).to_be_visible()
    page.go_back()
    expect(message(page, f"Line {LONG - 1}:")).to_have_count(1)
    page.wait_for_function(
        "place => Math.abs(document.getElementById('messages').scrollTop - place) < 2", arg=place
    )
    page.reload()
    page.wait_for_function(
        "place => Math.abs(document.getElementById('messages').scrollTop - place) < 2", arg=place
    )
