"""Every page of accounts stands, in one look, and says what went wrong in words."""

import json
import re

import pytest
from django.test import Client, RequestFactory
from django.urls import get_resolver, reverse
from django.views import defaults
from django.views.csrf import csrf_failure
from pytest_django import Settings

from chats.models import User

OUTSIDE = ["/sign-in/", "/sign-up/", "/password/", "/password/sent/", "/password/done/", "/email/"]
OUTSIDE += ["/sign-in/inactive/", "/email/nonsense/", "/password/0-nonsense/"]
INSIDE = ["", "profile/", "notifications/", "appearance/", "language/", "sign-in/"]
INSIDE += ["sign-in/email/", "sign-in/password/", "sign-in/app/", "sign-in/passkeys/new/"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", OUTSIDE)
def test_a_page_at_the_door_stands(olu: User, client: Client, path: str) -> None:
    page = client.get(path)
    assert page.status_code == 200
    assert page.text.count("<h1") == 1
    assert 'class="plain"' in page.text


@pytest.mark.django_db
@pytest.mark.parametrize("path", INSIDE)
def test_a_page_of_settings_stands(proved: Client, path: str) -> None:
    page = proved.get(f"/settings/{path}")
    assert page.status_code == 200
    assert page.text.count("<h1") == 1
    assert f'data-view="{"main" if path else "list"}"' in page.text
    assert re.search(r'aria-current="page"[^>]*>(?:(?!</a>).)*Settings', page.text, re.DOTALL)


@pytest.mark.django_db
def test_no_page_is_one_of_the_library(proved: Client) -> None:
    for path in INSIDE:
        templates = [each.name for each in proved.get(f"/settings/{path}").templates if each.name]
        assert not any(name.startswith("allauth/") for name in templates)


@pytest.mark.django_db
def test_every_address_of_the_library_is_reachable_under_its_name(client: Client) -> None:
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    for name in ("account_login", "account_logout", "mfa_index", "mfa_login_webauthn"):
        assert name in names
        assert client.get(reverse(name)).status_code in (200, 302)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "words"),
    [("/nowhere/", "There is nothing here"), ("/settings/nowhere/", "There is nothing here")],
)
def test_what_is_not_there_is_said_in_our_look(client: Client, path: str, words: str) -> None:
    page = client.get(path)
    assert page.status_code == 404
    assert words in page.text
    assert 'class="plain"' in page.text


@pytest.mark.django_db
def test_a_form_without_its_token_is_explained(olu: User) -> None:
    page = Client(enforce_csrf_checks=True).post("/sign-in/", {"login": "a", "password": "b"})
    assert page.status_code == 403
    assert "This page was open for too long" in page.text


@pytest.mark.django_db
def test_our_failure_shows_no_trace(olu: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object) -> None:
        raise RuntimeError("the secret inside")

    monkeypatch.setattr("accounts.first_account.is_missing", broken)
    page = Client(raise_request_exception=False).get("/")
    assert page.status_code == 500
    assert "Something broke on our side" in page.text
    assert "the secret inside" not in page.text


def test_errors_stand_without_person_and_database() -> None:
    request = RequestFactory().get("/")
    request.csp_nonce = ""  # type: ignore[attr-defined]
    assert "We did not understand that" in defaults.bad_request(request, Exception()).text
    assert "This is not for you" in defaults.permission_denied(request, Exception()).text
    assert "This page was open" in csrf_failure(request).text


@pytest.mark.django_db
@pytest.mark.parametrize(
    "credential",
    [
        "",
        "null",
        "[]",
        "7",
        '"text"',
        "{}",
        "not json",
        json.dumps({"id": "x", "rawId": "x", "type": "public-key", "response": {}}),
        json.dumps({"id": "x", "response": {"userHandle": "AAAA"}}),
        json.dumps({"id": "x", "response": {"userHandle": 7}}),
        json.dumps({"id": "x", "response": None}),
        '{"id": "\\ud800"}',
        '{"id": "\\u0000"}',
        "9" * 5000,
        "[" * 5000,
    ],
)
def test_a_forged_passkey_lets_nobody_in_and_breaks_nothing(
    ann: User, client: Client, credential: str
) -> None:
    client.get("/sign-in/passkey/", headers={"accept": "application/json"})
    answer = client.post("/sign-in/passkey/", {"credential": credential})
    assert answer.status_code in (200, 302)
    assert "_auth_user_id" not in client.session


@pytest.mark.django_db
@pytest.mark.parametrize(
    "hostile",
    ["\x00", "<script>alert(1)</script>", "a" * 100_000, "\u202e", "'"],
    ids=["null", "script", "long", "bidi", "quote"],
)
def test_hostile_words_at_the_door_break_nothing(
    olu: User, client: Client, settings: Settings, hostile: str
) -> None:
    settings.SIGNUP = "open"
    for path, fields in {
        "/sign-in/": ("login", "password"),
        "/password/": ("email",),
        "/sign-up/": ("name", "email", "password1"),
        "/sign-in/code/": ("code",),
    }.items():
        answer = client.post(path, dict.fromkeys(fields, hostile))
        assert answer.status_code in (200, 302)
        assert "<script>alert" not in answer.text
    assert client.get("/sign-in/", {"next": hostile}).status_code == 200
    assert client.get(f"/invitations/{hostile[:200].strip() or 'x'}/").status_code in (404, 410)
