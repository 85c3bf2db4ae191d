"""Who gets in with e-mail and password, and who does not."""

import pytest
from django.contrib.auth import authenticate
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.tests.conftest import is_signed_in, sign_in
from chats.models import User, UserKind
from conftest import PASSWORD


@pytest.mark.django_db
@pytest.mark.parametrize(
    "written", ["ann@rapport.example", "ANN@Rapport.Example", " Ann@rapport.example "]
)
def test_the_email_is_found_in_any_case(ann: User, client: Client, written: str) -> None:
    answer = client.post("/sign-in/", {"login": written, "password": PASSWORD})
    assert answer.status_code == 302
    assert is_signed_in(client)


@pytest.mark.django_db
def test_an_email_stored_with_capitals_is_found(client: Client) -> None:
    User.objects.create_user(
        "Eve.Cap@rapport.example", PASSWORD, first_name="Eve", last_name="C", role="guest"
    )
    assert client.login(email="eve.cap@rapport.example", password=PASSWORD)


@pytest.mark.django_db
def test_a_wrong_password_and_an_unknown_email_get_the_same_answer(
    ann: User, client: Client
) -> None:
    wrong = client.post("/sign-in/", {"login": ann.email, "password": "no such thing"})
    unknown = client.post(
        "/sign-in/", {"login": "nobody@rapport.example", "password": "no such thing"}
    )
    words = "This e-mail and this password do not belong together."
    assert words in wrong.text and words in unknown.text
    assert not is_signed_in(client)


@pytest.mark.django_db
def test_an_unknown_email_costs_a_hash_like_a_wrong_password(
    ann: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed = []
    monkeypatch.setattr(User, "set_password", lambda user, password: hashed.append(password))
    authenticate(None, email="nobody@rapport.example", password="guess")
    assert hashed == ["guess"]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [UserKind.CUSTOMER, UserKind.BOT])
def test_customers_and_bots_cannot_sign_in(ann: User, client: Client, kind: UserKind) -> None:
    User.objects.filter(pk=ann.pk).update(kind=kind)
    assert not client.login(email=ann.email, password=PASSWORD)
    assert not is_signed_in(sign_in(ann))


@pytest.mark.django_db
def test_a_session_of_a_person_who_became_a_bot_is_worth_nothing(
    ann: User, browser: Client
) -> None:
    User.objects.filter(pk=ann.pk).update(kind=UserKind.BOT)
    assert not is_signed_in(browser)


@pytest.mark.django_db
def test_a_deactivated_person_is_out_with_the_next_request(ann: User, browser: Client) -> None:
    assert is_signed_in(browser)
    User.objects.filter(pk=ann.pk).update(is_active=False)
    assert not is_signed_in(browser)
    assert not is_signed_in(sign_in(ann))


@pytest.mark.django_db
def test_what_was_typed_is_kept_but_the_password(ann: User, client: Client) -> None:
    page = client.post("/sign-in/", {"login": ann.email, "password": "my own secret"})
    assert ann.email in page.text
    assert "my own secret" not in page.text


@pytest.mark.django_db
def test_one_is_led_back_to_where_one_wanted_to_go(ann: User, client: Client) -> None:
    wanted = client.get("/settings/appearance/")
    assert wanted["Location"] == "/sign-in/?next=%2Fsettings%2Fappearance%2F"
    answer = client.post(wanted["Location"], {"login": ann.email, "password": PASSWORD})
    assert answer["Location"] == "/settings/appearance/"


@pytest.mark.django_db
def test_one_is_not_led_to_another_site(ann: User, client: Client) -> None:
    answer = client.post(
        "/sign-in/?next=https://evil.example/", {"login": ann.email, "password": PASSWORD}
    )
    assert answer["Location"] == "/"


@pytest.mark.django_db
def test_signing_out_needs_a_post(browser: Client) -> None:
    assert browser.get("/sign-out/").status_code == 200
    assert is_signed_in(browser)
    browser.post("/sign-out/")
    assert not is_signed_in(browser)


@pytest.mark.django_db
def test_the_administration_uses_the_same_door(client: Client) -> None:
    answer = client.get("/admin/", follow=True)
    assert answer.redirect_chain[-1][0].startswith("/sign-in/?next=")


@pytest.mark.django_db
def test_who_is_no_staff_is_told_so_by_the_administration(browser: Client) -> None:
    assert browser.get("/admin/login/").status_code == 403


@pytest.mark.django_db
def test_a_request_asks_for_the_person_and_their_preferences_in_one_query(browser: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        browser.get("/settings/appearance/")
    about = [each["sql"] for each in queries if "accounts_preferences" in each["sql"]]
    assert len(about) == 1
    assert 'FROM "users"' in about[0]
    assert sum('FROM "users"' in each["sql"] for each in queries) == 1
