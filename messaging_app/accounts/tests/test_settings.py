"""How Rapport looks and behaves for one person."""

from datetime import UTC, datetime

import pytest
from asgiref.sync import async_to_sync
from django.http import HttpRequest, HttpResponse
from django.test import AsyncClient, Client, RequestFactory
from django.utils import timezone, translation
from pytest_django import Settings

from accounts.middleware import PreferencesMiddleware
from accounts.models import Preferences
from chats.models import User

HTMX = {"HX-Request": "true"}


@pytest.mark.django_db
def test_until_one_chooses_the_usual_holds(ann: User) -> None:
    usual = Preferences.objects.of(ann)
    assert (usual.theme, usual.enter_key, usual.font_size, usual.sound) == (
        "system",
        "send",
        15,
        True,
    )
    assert not Preferences.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("page", "typed", "kept"),
    [
        (
            "appearance",
            {"theme": "dark", "font_size": "17", "enter_key": "newline"},
            {"theme": "dark", "font_size": 17, "enter_key": "newline"},
        ),
        (
            "notifications",
            {"desktop_notifications": "on"},
            {"sound": False, "desktop_notifications": True},
        ),
        (
            "language",
            {"language": "en", "time_zone": "Asia/Tokyo"},
            {"language": "en", "time_zone": "Asia/Tokyo"},
        ),
    ],
)
def test_a_choice_is_kept(
    browser: Client, ann: User, page: str, typed: dict[str, str], kept: dict[str, object]
) -> None:
    answer = browser.post(f"/settings/{page}/", typed)
    assert answer.status_code == 302
    assert "Saved." in browser.get(answer["Location"]).text
    chosen = Preferences.objects.get(user=ann)
    assert {name: getattr(chosen, name) for name in kept} == kept


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("page", "typed"),
    [
        ("appearance", {"theme": "pink", "font_size": "15", "enter_key": "send"}),
        ("appearance", {"theme": "dark", "font_size": "40", "enter_key": "send"}),
        ("language", {"language": "tlh", "time_zone": ""}),
        ("language", {"language": "", "time_zone": "../../etc/passwd"}),
    ],
)
def test_what_is_not_offered_is_refused(browser: Client, page: str, typed: dict[str, str]) -> None:
    assert browser.post(f"/settings/{page}/", typed).status_code == 422
    assert not Preferences.objects.exists()


@pytest.mark.django_db
def test_a_phone_shows_the_list_of_settings_first_and_then_one_of_them(browser: Client) -> None:
    assert 'data-view="list"' in browser.get("/settings/").text
    assert 'data-view="main"' in browser.get("/settings/profile/").text


@pytest.mark.django_db
def test_yes_or_no_is_a_switch(browser: Client) -> None:
    assert browser.get("/settings/notifications/").text.count('role="switch"') == 2


@pytest.mark.django_db
def test_a_choice_shows_all_its_answers_at_once(browser: Client) -> None:
    page = browser.get("/settings/appearance/").text
    assert page.count('type="radio" name="theme"') == 3
    assert "<option" not in page


@pytest.mark.django_db
def test_htmx_gets_the_form_and_a_toast_with_the_way_back(browser: Client, ann: User) -> None:
    typed = {"theme": "dark", "font_size": "15", "enter_key": "send"}
    answer = browser.post("/settings/appearance/", typed, headers=HTMX)
    assert "<html" not in answer.text
    assert 'id="settings-form"' in answer.text
    assert 'hx-swap-oob="beforeend:#toasts"' in answer.text
    assert '<input type="hidden" name="theme" value="system">' in answer.text
    assert '"theme": "dark"' in answer.headers["HX-Trigger"]


@pytest.mark.django_db
def test_undo_brings_back_a_switch_that_was_off(browser: Client, ann: User) -> None:
    answer = browser.post(
        "/settings/notifications/", {"sound": "on", "desktop_notifications": "on"}, headers=HTMX
    )
    undo = answer.text.split("<form")[-1]
    assert 'name="sound" value="on"' in undo
    assert "desktop_notifications" not in undo


@pytest.mark.django_db
def test_the_page_wears_the_chosen_theme(browser: Client, ann: User) -> None:
    Preferences(user=ann, theme="dark", font_size=17).keep("theme", "font_size")
    assert 'data-theme="dark" data-text="large"' in browser.get("/settings/appearance/").text


@pytest.mark.django_db
def test_the_first_choice_in_two_tabs_at_once_is_one_row(ann: User) -> None:
    first, second = Preferences(user=ann, theme="dark"), Preferences(user=ann, sound=False)
    first.keep("theme")
    second.keep("sound")
    chosen = Preferences.objects.get(user=ann)
    assert (chosen.theme, chosen.sound) == ("dark", False)


@pytest.mark.django_db
def test_a_stranger_has_no_settings(client: Client, ann: User) -> None:
    for page in ("", "profile/", "notifications/", "appearance/", "language/", "sign-in/"):
        assert client.get(f"/settings/{page}")["Location"].startswith("/sign-in/")


def tuned(user: object, **cookies: str) -> tuple[str, str]:
    """Return the hour and the language in which a request of this person is answered."""
    noon = datetime(2026, 7, 1, 12, tzinfo=UTC)
    seen: list[tuple[str, str]] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append((f"{timezone.localtime(noon):%H:%M}", translation.get_language() or ""))
        return HttpResponse()

    request = RequestFactory().get("/")
    request.COOKIES |= cookies
    request.user = user  # type: ignore[assignment]
    PreferencesMiddleware(view)(request)
    return seen[0]


@pytest.mark.django_db
def test_times_are_told_by_the_clock_of_the_browser(ann: User) -> None:
    assert tuned(ann, time_zone="America/New_York")[0] == "08:00"
    assert tuned(ann)[0] == "12:00"


@pytest.mark.django_db
def test_a_chosen_clock_wins_over_the_browser(ann: User) -> None:
    Preferences(user=ann, time_zone="Asia/Tokyo").keep("time_zone")
    ann.refresh_from_db()
    assert tuned(ann, time_zone="America/New_York")[0] == "21:00"


@pytest.mark.django_db
@pytest.mark.parametrize("zone", ["Nowhere/Land", "../../etc/passwd", "\x00", "é" * 500])
def test_a_clock_that_does_not_exist_is_ignored(ann: User, zone: str) -> None:
    assert tuned(ann, time_zone=zone)[0] == "12:00"


@pytest.mark.django_db
def test_the_chosen_language_is_spoken(ann: User, settings: Settings) -> None:
    settings.LANGUAGES = [("en", "English"), ("de", "Deutsch")]
    Preferences(user=ann, language="de").keep("language")
    ann.refresh_from_db()
    assert tuned(ann)[1] == "de"
    assert translation.get_language() == "en"


@pytest.mark.django_db
def test_the_same_holds_in_the_event_loop(ann: User) -> None:
    Preferences(user=ann, time_zone="Asia/Tokyo").keep("time_zone")

    async def visit() -> str:
        browser = AsyncClient()
        await browser.aforce_login(ann)
        return (await browser.get("/settings/language/")).content.decode()

    assert "(Asia/Tokyo)" in async_to_sync(visit)()
    assert timezone.get_current_timezone_name() == "UTC"
