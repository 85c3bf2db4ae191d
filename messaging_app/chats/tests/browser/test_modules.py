"""The rules of the scripts that need no page around them."""

import pytest
from playwright.sync_api import Page

from chats.models import User
from chats.tests.browser.conftest import SignIn

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(page_of: SignIn, ann: User) -> Page:
    return page_of(ann, "/chats/")


def test_events_are_read_however_the_stream_is_cut(page: Page) -> None:
    events = page.evaluate(
        """async () => {
          const { Parser } = await import("chats/sse.js");
          const text = 'event: change\\r\\nid: a:1\\ndata: {"seq": 1}\\n\\n' +
            ":\\n\\ndata: x\\ndata: y\\n\\n";
          const results = new Set();
          for (let size = 1; size <= text.length; size++) {
            const parser = new Parser();
            const events = [];
            for (let at = 0; at < text.length; at += size) {
              events.push(...parser.read(text.slice(at, at + size)));
            }
            results.add(JSON.stringify(events));
          }
          return [...results];
        }"""
    )
    assert len(events) == 1
    assert events[0] == (
        '[{"event":"change","id":"a:1","data":"{\\"seq\\": 1}"},'
        '{"event":"message","id":null,"data":"x\\ny"}]'
    )


def test_waiting_grows_to_half_a_minute_and_never_in_step(page: Page) -> None:
    waits = page.evaluate(
        """async () => {
          const { delay } = await import("chats/backoff.js");
          return [0, 1].map((chance) => [1, 2, 3, 6, 60].map((n) => delay(n, () => chance)));
        }"""
    )
    assert waits == [[500, 1000, 2000, 15000, 15000], [1000, 2000, 4000, 30000, 30000]]


@pytest.mark.parametrize(
    ("at", "form", "said"),
    [
        ("2026-11-22T08:05:00", "when", "08:05"),
        ("2026-11-21T08:05:00", "when", "Sat"),
        ("2026-11-02T08:05:00", "when", "2 Nov"),
        ("2025-11-03T08:05:00", "when", "3 Nov 2025"),
        ("2026-11-22T08:05:00", "day", "Today"),
        ("2026-11-21T23:59:00", "day", "Yesterday"),
        ("2026-11-02T08:05:00", "day", "Monday 2 November"),
    ],
)
def test_times_are_said_as_the_server_says_them(page: Page, at: str, form: str, said: str) -> None:
    result = page.evaluate(
        """async ([at, form]) => {
          const { say } = await import("ui/time.js");
          return say(new Date(at), form, new Date("2026-11-22T12:00:00"));
        }""",
        [at, form],
    )
    assert result.replace(",", "") == said


def test_a_day_ends_where_the_person_lives(page: Page) -> None:
    said = page.evaluate(
        """async () => {
          const { dayKey, say } = await import("ui/time.js");
          document.documentElement.dataset.zone = "Asia/Tokyo";
          const [late, now] = [new Date("2026-11-21T20:30:00Z"), new Date("2026-11-22T12:00:00Z")];
          return [dayKey(late), say(late, "when", now), say(late, "day", now)];
        }"""
    )
    assert said == ["2026-11-22", "05:30", "Today"]


def test_a_tick_says_how_far_a_message_has_come(page: Page) -> None:
    states = page.evaluate(
        """async () => {
          const { reached } = await import("chats/marks.js");
          return [3, 4, 5, 6].map((seq) => reached(seq, { read: 3, delivered: 5 }));
        }"""
    )
    assert states == ["read", "delivered", "delivered", "sent"]


def test_a_conversation_that_comes_late_to_the_roll_is_missing(page: Page) -> None:
    missing = page.evaluate(
        """async () => {
          const { Roll } = await import("chats/roll.js");
          const roll = new Roll(() => {});
          roll.place("other", { a: 7, b: 2 });
          const at = await roll.call(() => ({ a: 5 }));
          roll.note("a", 9);
          const missing = [{ a: 9 }, { a: 8 }, { c: 1 }].map((one) => roll.place("x", one));
          return [at, ...missing];
        }"""
    )
    assert sorted(missing[0].split(",")) == ["a:5", "b:2"]
    assert missing[1:] == [False, True, True]
