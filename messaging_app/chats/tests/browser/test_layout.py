"""The page keeps its frame: columns, edges and what a phone shows at a time."""

import pytest
from playwright.sync_api import Page, expect

from chats.models import Conversation, User
from chats.tests.browser.acts import message
from chats.tests.browser.conftest import SignIn

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "Maria-Magdalena-Wolkenstein-Rodríguez-de-la-Fuente-y-Monte-Alto" * 3
NARROW = {"width": 320, "height": 568}
PHONE = {"width": 390, "height": 844}
WIDE = {"width": 1440, "height": 900}


@pytest.fixture
def talk(direct: Conversation, ann: User, ben: User) -> str:
    direct.post(by=ben, body=f"Look at https://example.com/{LONG}")
    direct.post(by=ben, body="```\n" + "x" * 300 + "\n```")
    direct.post(by=ann, body="Half past twelve")
    return f"/chats/{direct.pk}/"


def edges(page: Page, selector: str) -> tuple[float, float]:
    box = page.locator(selector).first.bounding_box()
    assert box
    return box["x"], box["x"] + box["width"]


def is_wider_than_its_window(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


@pytest.mark.parametrize("path", ["/chats/", "/people/", "/chats/new/", "/settings/", ""])
def test_no_page_scrolls_sideways_at_320_pixels(
    page_of: SignIn, ann: User, talk: str, path: str
) -> None:
    page = page_of(ann, path or talk, viewport=NARROW)
    expect(page.locator(".app")).to_be_visible()
    assert not is_wider_than_its_window(page)


def test_nothing_said_is_wider_than_its_column_at_320_pixels(
    page_of: SignIn, ann: User, talk: str
) -> None:
    page = page_of(ann, talk, viewport=NARROW)
    for bubble in page.locator(".bubble").all():
        box = bubble.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 320


def test_header_words_and_composer_share_their_edges(page_of: SignIn, ann: User, talk: str) -> None:
    page = page_of(ann, talk, viewport=WIDE)
    start, end = edges(page, ".composer")
    assert edges(page, ".head .avatar")[0] == pytest.approx(start, abs=1)
    assert edges(page, ".message:not(.mine) .bubble")[0] == pytest.approx(start, abs=1)
    assert edges(page, ".mine .bubble")[1] == pytest.approx(end, abs=1)


def test_a_phone_shows_one_column_at_a_time(page_of: SignIn, ann: User, talk: str) -> None:
    page = page_of(ann, "/chats/", viewport=PHONE)
    expect(page.locator(".rail")).to_be_visible()
    page.locator("#rows .row").first.click()
    expect(page.locator("#messages")).to_be_visible()
    expect(page.locator("#list")).to_be_hidden()
    expect(page.locator(".rail")).to_be_hidden()
    page.locator(".head .back").click()
    expect(page.locator("#list")).to_be_visible()
    expect(page.locator("#messages")).to_be_hidden()


def test_a_desktop_shows_list_and_conversation(page_of: SignIn, ann: User, talk: str) -> None:
    page = page_of(ann, talk, viewport=WIDE)
    expect(page.locator("#list")).to_be_visible()
    expect(page.locator("#messages")).to_be_visible()
    expect(page.locator(".head .back")).to_be_hidden()


@pytest.mark.parametrize("width", [390, 820, 1440])
def test_all_filters_of_the_list_are_seen(
    page_of: SignIn, ann: User, talk: str, width: int
) -> None:
    page = page_of(ann, "/chats/", viewport={"width": width, "height": 900})
    __, end = edges(page, ".filters")
    expect(page.locator(".filters")).to_be_visible()
    assert edges(page, ".filter:last-child")[1] <= end


def test_a_long_press_opens_a_sheet_that_stays(page_of: SignIn, ann: User, talk: str) -> None:
    page = page_of(ann, talk, viewport=PHONE, has_touch=True, is_mobile=True)
    box = message(page, "Half past twelve").locator(".words").bounding_box()
    assert box
    touch = page.context.new_cdp_session(page)
    finger = {"x": box["x"] + 20, "y": box["y"] + 5}
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [finger]})
    expect(page.locator(".message-menu")).to_be_visible()
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(page.locator(".message-menu")).to_be_visible()
    page.locator(".message-menu [data-action=reply]").tap()
    expect(page.locator("#strip")).to_contain_text("Half past twelve")


def test_emoji_are_put_where_the_caret_is(page_of: SignIn, ann: User, talk: str) -> None:
    page = page_of(ann, talk, viewport=WIDE)
    body = page.locator("#body")
    body.fill("See  you")
    for __ in "you.":
        body.press("ArrowLeft")
    page.locator("[data-action=emoji]").click()
    page.get_by_label("Search emoji").fill("sparkles")
    page.locator(".emoji-grid .emoji-button").first.click()
    expect(body).to_have_value("See ✨ you")
    expect(body).to_be_focused()


@pytest.mark.parametrize(("theme", "ground"), [("light", "255, 254, 252"), ("dark", "30, 29, 27")])
def test_the_system_chooses_the_theme_until_the_person_does(
    page_of: SignIn, ann: User, talk: str, theme: str, ground: str
) -> None:
    page = page_of(ann, talk, color_scheme=theme)
    colour = "getComputedStyle(document.documentElement).backgroundColor"
    assert page.evaluate(colour) == f"rgb({ground})"
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    assert page.evaluate(colour) == "rgb(30, 29, 27)"


def test_nothing_moves_for_who_asked_for_stillness(page_of: SignIn, ann: User, talk: str) -> None:
    page = page_of(ann, talk, reduced_motion="reduce")
    page.locator(".head .menu summary").click()
    assert page.evaluate("document.getAnimations().length") == 0
