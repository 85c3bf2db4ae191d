"""Where one is signed in, and signing out there."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.browsers import describe
from accounts.middleware import LastUsedMiddleware, note_use
from accounts.models import Device
from accounts.tasks import forget_sessions
from accounts.tests.conftest import FIREFOX, IPHONE, device_of, is_signed_in, sign_in
from chats.models import User
from chats.tests.cast import PASSWORD
from realtime import bell
from realtime.stream import session_name

EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0"
)
CHROME = (
    "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Mobile Safari/537.36"
)


@pytest.fixture
def rung(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the bell was rung for."""
    topics: list[str] = []
    monkeypatch.setattr(bell, "ring", topics.append)
    return topics


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (FIREFOX, "Firefox on Linux"),
        (IPHONE, "Safari on iPhone"),
        (EDGE, "Edge on Windows"),
        (CHROME, "Chrome on Android"),
        ("curl/8.5.0", "curl"),
        ("", "Unknown device"),
        ("<script>alert(1)</script>", "Unknown device"),
    ],
)
def test_a_device_is_named_in_words(user_agent: str, words: str) -> None:
    assert describe(user_agent) == words


@pytest.mark.django_db
def test_the_page_lists_them_and_marks_the_one_in_hand(
    browser: Client, other_browser: Client
) -> None:
    page = browser.get("/settings/sign-in/").text
    assert "Firefox on Linux" in page
    assert "Safari on iPhone" in page
    assert page.count("You are here") == 1
    assert page.count("Sign out there") == 1


@pytest.mark.django_db
def test_signing_out_there_works_at_once_and_only_there(
    browser: Client, other_browser: Client
) -> None:
    browser.post(f"/settings/sign-in/devices/{device_of(other_browser).pk}/")
    assert not is_signed_in(other_browser)
    assert is_signed_in(browser)


@pytest.mark.django_db
def test_its_open_streams_end_with_it(
    browser: Client,
    other_browser: Client,
    ann: User,
    rung: list[str],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    key = other_browser.session.session_key or ""
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(f"/settings/sign-in/devices/{device_of(other_browser).pk}/")
    assert rung == [f"ended:{ann.pk}:{session_name(key)}"]


@pytest.mark.django_db
def test_signing_out_ends_the_streams_of_the_other_tabs(
    browser: Client,
    ann: User,
    rung: list[str],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    key = browser.session.session_key or ""
    with django_capture_on_commit_callbacks(execute=True):
        browser.post("/sign-out/")
    assert rung == [f"ended:{ann.pk}:{session_name(key)}"]
    assert not Device.devices.exists()


@pytest.mark.django_db
def test_switching_a_person_off_ends_all_their_streams(
    ann: User,
    rung: list[str],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    ann.is_active = False
    with django_capture_on_commit_callbacks(execute=True):
        ann.save(update_fields=["is_active"])
    assert rung == [f"ended:{ann.pk}:*"]


@pytest.mark.django_db
def test_signing_out_everywhere_else_leaves_the_one_in_hand(
    browser: Client, other_browser: Client, ann: User
) -> None:
    third = sign_in(ann, CHROME)
    page = browser.post("/settings/sign-in/devices/", follow=True)
    assert "Signed out on 2 other devices." in page.text
    assert [is_signed_in(each) for each in (browser, other_browser, third)] == [True, False, False]


@pytest.mark.django_db
def test_nobody_signs_others_out(browser: Client, ben: User) -> None:
    bens = sign_in(ben)
    assert browser.post(f"/settings/sign-in/devices/{device_of(bens).pk}/").status_code == 404
    browser.post("/settings/sign-in/devices/")
    assert is_signed_in(bens)


@pytest.mark.django_db
def test_the_one_in_hand_is_not_ended_by_mistake(browser: Client) -> None:
    assert browser.post(f"/settings/sign-in/devices/{device_of(browser).pk}/").status_code == 404
    assert is_signed_in(browser)


@pytest.mark.django_db
def test_htmx_gets_the_list_and_a_toast(browser: Client, other_browser: Client) -> None:
    address = f"/settings/sign-in/devices/{device_of(other_browser).pk}/"
    answer = browser.post(address, headers={"HX-Request": "true"}).text
    assert "<html" not in answer
    assert "Signed out on Safari on iPhone." in answer
    assert "Firefox on Linux" in answer


@pytest.mark.django_db
def test_another_password_signs_out_everywhere_else(
    browser: Client, other_browser: Client, ann: User
) -> None:
    typed = {"oldpassword": PASSWORD, "password1": "an even longer one"}
    browser.post("/settings/sign-in/password/", typed)
    assert is_signed_in(browser)
    assert not is_signed_in(other_browser)
    assert [device.name for device in Device.devices.of(ann)] == ["Firefox on Linux"]


@pytest.mark.django_db
def test_a_session_that_ran_out_is_not_listed(
    browser: Client, other_browser: Client, ann: User
) -> None:
    other_browser.session.flush()
    assert [device.name for device in Device.devices.of(ann)] == ["Firefox on Linux"]


@pytest.mark.django_db
def test_more_devices_do_not_mean_more_queries(browser: Client, ann: User) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            browser.get("/settings/sign-in/")
        return len(queries)

    sign_in(ann, IPHONE)
    few = count()
    for _ in range(10):
        sign_in(ann, IPHONE)
    assert count() == few


@pytest.mark.django_db
def test_the_last_use_is_noted_once_a_minute(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted: list[str] = []
    monkeypatch.setattr("accounts.middleware.note_use", noted.append)
    clock = iter([60.0, 61.0, 119.0, 120.0])
    monkeypatch.setattr("accounts.sightings.time.monotonic", lambda: next(clock))
    watch = LastUsedMiddleware(lambda request: HttpResponse())
    request = RequestFactory().get("/")
    request.COOKIES["sessionid"] = "abc"
    for _ in range(4):
        watch(request)
    assert noted == ["abc", "abc"]


@pytest.mark.django_db
def test_what_is_noted_is_shown(browser: Client) -> None:
    long_ago = timezone.now() - timedelta(days=2)
    device = device_of(browser)
    Device.devices.update(last_seen_at=long_ago)
    note_use(device.session_key)
    device.refresh_from_db()
    assert timezone.now() - device.last_seen_at < timedelta(minutes=1)


@pytest.mark.django_db
def test_each_night_the_sessions_that_ran_out_are_forgotten(
    browser: Client, other_browser: Client
) -> None:
    key = other_browser.session.session_key
    Session.objects.filter(pk=key).update(expire_date=timezone.now() - timedelta(seconds=1))
    forget_sessions(timestamp=0)
    assert not Session.objects.filter(pk=key).exists()
    assert [device.name for device in Device.devices.all()] == ["Firefox on Linux"]
    assert is_signed_in(browser)
