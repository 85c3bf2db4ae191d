"""Whatever breaks on the way: every browser ends with what the database holds, in order."""

import contextlib
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Error, Page, Route, expect

from config.tests.journeys.installation import Installation

pytestmark = pytest.mark.browser

# Web processes and bus. One of each by default; all of them with `bin/test --all-buses`.
KINDS = [
    (1, "postgres"),
    (2, "redis"),
    *(
        pytest.param(kind, marks=pytest.mark.all_buses)
        for kind in [(1, "redis"), (2, "postgres"), (4, "postgres"), (4, "redis")]
    ),
]
NAMES = ("Ann", "Ben", "Cy", "Eva", "Finn")
ROUNDS = 12

SHOWN = """() => [...document.querySelectorAll("#history article.message")].map((article) => [
  article.id.slice(2),
  article.classList.contains("deleted") ? "" : article.querySelector(".words").innerText.trim(),
])"""
WAITING = 'document.querySelectorAll(".queued, .sending, .failed").length'

STORED = """
import json
from chats.models import ConversationParticipant, Message
shown = [
    [str(m.pk), "" if m.is_deleted else m.message_body]
    for m in Message.objects.filter(conversation="{group}").order_by("seq")
]
unread = {{}}
for place in ConversationParticipant.objects.filter(conversation="{side}").listed():
    unread[str(place.user_id)] = place.unread
print("JSON" + json.dumps({{"shown": shown, "unread": unread}}))
"""
DISTURB = """
import json
from chats.models import Conversation, User
side = Conversation.objects.get(pk="{side}")
for place in side.conversation_participants.select_related("user"):
    side.post(by=place.user, body="aside")
print("JSON0")
"""
WORDS = """
from chats.models import Conversation, User
side = Conversation.objects.get(pk="{side}")
ben = User.objects.get(pk="{people[Ben]}")
for words in ("to be edited", "to be deleted"):
    side.post(by=ben, body=words)
print("JSON0")
"""
SECOND_THOUGHTS = """
from chats.models import Conversation, User
side = Conversation.objects.get(pk="{side}")
ben = User.objects.get(pk="{people[Ben]}")
side.messages.get(message_body="to be edited").edit("edited meanwhile", by=ben)
side.messages.get(message_body="to be deleted").soft_delete(by=ben)
side.post(by=ben, body="said meanwhile")
print("JSON0")
"""
OFFLINE = ["written offline, one", "written offline, two", "written offline, three"]


@pytest.fixture
def scene(installation: Installation) -> Any:
    """People and conversations of this test's own."""
    return installation.invite(*NAMES)


@pytest.fixture(params=KINDS, ids=lambda kind: "-".join(map(str, kind)))
def harbour(request: pytest.FixtureRequest) -> Iterator[Installation]:
    """An installation with so many web processes and such a bus."""
    workers, bell = request.param
    if (workers, bell) == (1, "postgres"):
        yield request.getfixturevalue("installation")
        return
    with tempfile.TemporaryDirectory() as folder:
        running = Installation(Path(folder), workers=workers, bell=bell)
        running.start_server()
        yield running
        running.close()


def test_five_people_in_a_storm_lose_and_double_nothing(
    harbour: Installation, request: pytest.FixtureRequest, sign_in: Callable[..., Page]
) -> None:
    installation = harbour
    is_alone = harbour.workers == 1 and harbour.bell == "postgres"
    scene = request.getfixturevalue("scene") if is_alone else harbour.invite(*NAMES)
    chance = random.Random(20261122)  # noqa: S311 - a storm that can be repeated
    pages = {
        name: sign_in(key, f"/chats/{scene['group']}/", of=harbour)
        for name, key in scene["cookies"].items()
    }
    for page in pages.values():
        page.route("**/messages/", lambda route: _send_twice(route, chance))
        expect(page.locator("#body")).to_be_focused()
    for number in range(ROUNDS):
        for name, page in pages.items():
            say(page, f"{name} {number}")
        _break_something(number, installation, chance)
    installation.run(DISTURB.format(**scene))
    wait_for_calm(list(pages.values()))
    stored = _wait_for_equality(installation, scene, pages)
    said = [body for __, body in stored["shown"]]
    assert sorted(said) == sorted(f"{name} {n}" for name in NAMES for n in range(ROUNDS))
    for name in NAMES:  # everybody's own words in the order in which they said them
        assert [body for body in said if body.startswith(name)] == [
            f"{name} {n}" for n in range(ROUNDS)
        ]
    for name, page in pages.items():
        badge = page.locator(f"#c-{scene['side']} [data-part=badge]")
        unread = stored["unread"][scene["people"][name]]
        assert unread == len(NAMES) - 1
        expect(badge).to_have_text(f"{unread} unread")


def test_a_browser_that_was_away_shows_edits_and_deletions(
    installation: Installation, scene: Any, sign_in: Callable[..., Page]
) -> None:
    page = sign_in(scene["cookies"]["Ann"], f"/chats/{scene['side']}/")
    installation.run(WORDS.format(**scene))
    expect(page.locator("#history")).to_contain_text("to be deleted")
    page.context.set_offline(True)
    installation.run(SECOND_THOUGHTS.format(**scene))
    page.wait_for_timeout(1000)
    page.context.set_offline(False)
    expect(page.locator("#history")).to_contain_text("edited meanwhile")
    expect(page.locator("#history")).to_contain_text("said meanwhile")
    expect(page.locator("#history")).not_to_contain_text("to be deleted")
    _wait_for_equality(installation, scene | {"group": scene["side"]}, {"Ann": page})


def test_what_was_written_offline_survives_a_reload_and_is_sent_once(
    installation: Installation, scene: Any, sign_in: Callable[..., Page]
) -> None:
    address = f"/chats/{scene['side']}/"
    page = sign_in(scene["cookies"]["Ben"], address)
    expect(page.locator("#body")).to_be_focused()
    page.context.set_offline(True)
    for words in OFFLINE:
        say(page, words)
    expect(page.locator("#history")).to_contain_text(OFFLINE[-1])
    with contextlib.suppress(Error):  # there is no network to reload from
        page.reload()
    page.context.set_offline(False)
    page.goto(f"{installation.address}{address}")
    expect(page.locator("#history")).to_contain_text(OFFLINE[-1])
    wait_for_calm([page])
    stored = _wait_for_equality(installation, scene | {"group": scene["side"]}, {"Ben": page})
    said = [body for __, body in stored["shown"]]
    assert [body for body in said if body in OFFLINE] == OFFLINE


def say(page: Page, words: str) -> None:
    page.locator("#body").fill(words)
    page.locator("#body").press("Enter")


def wait_for_calm(pages: list[Page], seconds: float = 90.0) -> None:
    """Until no page has anything that it still wants to send."""
    deadline = time.monotonic() + seconds
    while any(page.evaluate(WAITING) for page in pages):
        assert time.monotonic() < deadline, [page.evaluate(WAITING) for page in pages]
        pages[0].wait_for_timeout(200)


def _wait_for_equality(installation: Installation, scene: Any, pages: dict[str, Page]) -> Any:
    deadline = time.monotonic() + 60
    while True:
        stored = installation.run(STORED.format(**scene))
        shown = {name: page.evaluate(SHOWN) for name, page in pages.items()}
        if all(lines == stored["shown"] for lines in shown.values()):
            return stored
        if time.monotonic() > deadline:
            for lines in shown.values():
                assert lines == stored["shown"]


def _send_twice(route: Route, chance: random.Random) -> None:
    """What a retrying proxy does: the same POST arrives twice."""
    if route.request.method == "POST" and chance.random() < 0.5:
        with contextlib.suppress(Error):  # the network is cut on purpose
            route.fetch()
    route.continue_()


def _break_something(number: int, installation: Installation, chance: random.Random) -> None:
    if number == ROUNDS // 3:
        installation.crash()
    elif number == 2 * ROUNDS // 3:
        installation.break_bus()
    elif chance.random() < 0.5:
        installation.wire.cut()
