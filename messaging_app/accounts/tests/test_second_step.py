"""An authenticator app after the password, and codes for when it is away."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.tests.conftest import is_signed_in, sign_in
from accounts.tests.letters import waiting
from chats.models import User
from chats.tests.cast import PASSWORD

PAGE = "/settings/sign-in/app/"


def digits(secret: str) -> str:
    """What the app on the phone shows now."""
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def set_up(browser: Client) -> str:
    """Set the app up and return its secret."""
    form = browser.get(PAGE).context["form"]
    browser.post(PAGE, {"code": digits(form.secret)})
    secret: str = form.secret
    return secret


def codes_of(browser: Client) -> list[str]:
    codes: list[str] = browser.get("/settings/sign-in/codes/").context["unused_codes"]
    return codes


@pytest.fixture
def secret(proved: Client) -> str:
    return set_up(proved)


@pytest.mark.django_db
def test_one_shows_first_that_it_is_oneself(browser: Client) -> None:
    assert browser.get(PAGE)["Location"].startswith("/confirm/password/")


@pytest.mark.django_db
def test_the_picture_is_drawn_in_the_page(proved: Client) -> None:
    page = proved.get(PAGE)
    assert "<svg" in page.text
    assert page.context["form"].secret in page.text
    assert "Rapport" in page.context["totp_url"]


@pytest.mark.django_db
def test_wrong_digits_do_not_switch_it_on(proved: Client) -> None:
    proved.get(PAGE)
    assert "Incorrect code." in proved.post(PAGE, {"code": "000000"}).text
    assert not Authenticator.objects.exists()


@pytest.mark.django_db
def test_switching_it_on_shows_recovery_codes(proved: Client) -> None:
    form = proved.get(PAGE).context["form"]
    page = proved.post(PAGE, {"code": digits(form.secret)}, follow=True)
    assert page.redirect_chain[-1][0] == "/settings/sign-in/codes/"
    assert len(page.context["unused_codes"]) == 10
    assert all(code in page.text for code in page.context["unused_codes"])


@pytest.mark.django_db
def test_one_is_told_by_letter(
    proved: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        set_up(proved)
    assert [letter.subject for letter in waiting()] == ["[Rapport] Authenticator app set up"]


@pytest.mark.django_db
def test_the_password_alone_lets_nobody_in_then(secret: str, ann: User) -> None:
    visitor = sign_in(ann)
    assert not is_signed_in(visitor)
    assert "Second step" in visitor.get("/sign-in/code/").text


@pytest.mark.django_db
def test_the_digits_let_one_in(secret: str, ann: User, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = sign_in(ann)
    later = time.time() + 30
    monkeypatch.setattr(time, "time", lambda: later)
    visitor.post("/sign-in/code/", {"code": digits(secret)})
    assert is_signed_in(visitor)


@pytest.mark.django_db
def test_wrong_digits_keep_one_out_and_are_limited(secret: str, ann: User) -> None:
    visitor = sign_in(ann)
    pages = [visitor.post("/sign-in/code/", {"code": "000000"}).text for _ in range(12)]
    assert "Incorrect code." in pages[0]
    assert "Too many tries" in pages[-1]
    assert not is_signed_in(visitor)


@pytest.mark.django_db
def test_a_recovery_code_lets_one_in_once(secret: str, proved: Client, ann: User) -> None:
    code = codes_of(proved)[0]
    first, second = sign_in(ann), sign_in(ann)
    first.post("/sign-in/code/", {"code": code})
    second.post("/sign-in/code/", {"code": code})
    assert [is_signed_in(first), is_signed_in(second)] == [True, False]
    assert code not in codes_of(proved)


@pytest.mark.django_db
def test_the_codes_can_be_saved_as_a_file(secret: str, proved: Client) -> None:
    file = proved.get("/settings/sign-in/codes/file/")
    assert file.headers["Content-Disposition"] == 'attachment; filename="recovery-codes.txt"'
    assert all(code in file.text for code in codes_of(proved))


@pytest.mark.django_db
def test_new_codes_replace_the_old_ones(secret: str, proved: Client) -> None:
    old = codes_of(proved)
    proved.post("/settings/sign-in/codes/new/")
    assert not set(old) & set(codes_of(proved))


@pytest.mark.django_db
def test_nobody_else_sees_the_codes(secret: str, ben: User) -> None:
    assert sign_in(ben).get("/settings/sign-in/codes/").status_code == 404


@pytest.mark.django_db
def test_it_can_be_switched_off(secret: str, proved: Client, ann: User) -> None:
    proved.post("/settings/sign-in/app/removal/")
    assert is_signed_in(sign_in(ann))


@pytest.mark.django_db
def test_a_stranger_at_an_open_screen_cannot_switch_it_off(
    secret: str, proved: Client, ann: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = time.time() + 3600
    monkeypatch.setattr(time, "time", lambda: later)
    assert proved.post("/settings/sign-in/app/removal/")["Location"].startswith("/confirm/")
    assert Authenticator.objects.filter(user=ann, type=Authenticator.Type.TOTP).exists()


@pytest.mark.django_db
def test_the_settings_tell_that_it_is_on(secret: str, proved: Client) -> None:
    page = proved.get("/settings/sign-in/").text
    assert "On since" in page
    assert "10 left." in page


@pytest.mark.django_db
def test_one_may_go_back_and_sign_in_as_somebody_else(secret: str, ann: User, ben: User) -> None:
    visitor = sign_in(ann)
    visitor.post("/sign-out/", {"next": "/sign-in/"})
    visitor.post("/sign-in/", {"login": ben.email, "password": PASSWORD})
    assert is_signed_in(visitor)
