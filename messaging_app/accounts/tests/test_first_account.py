"""The first page of a fresh installation makes its administrator, and only one."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from accounts import first_account
from chats.models import User, UserRole
from conftest import make_person

TYPED = {"name": "Olu Adeyemi", "email": "Olu@rapport.example", "password": "long enough for this"}


@pytest.mark.django_db
def test_the_first_page_offers_the_first_account(client: Client) -> None:
    page = client.get("/")
    assert "Create the first account" in page.text


@pytest.mark.django_db
def test_who_makes_it_is_signed_in_and_looks_after_everything(client: Client) -> None:
    answer = client.post("/", TYPED)
    assert answer.status_code == 302
    owner = User.objects.get()
    assert (owner.email, owner.first_name, owner.last_name) == (
        "olu@rapport.example",
        "Olu",
        "Adeyemi",
    )
    assert (owner.role, owner.is_superuser, owner.is_staff) == (UserRole.ADMIN, True, True)
    assert client.get("/settings/profile/").status_code == 200


@pytest.mark.django_db
def test_afterwards_the_first_page_is_the_door(olu: User, client: Client) -> None:
    assert client.get("/")["Location"] == "/sign-in/"


@pytest.mark.django_db
def test_nobody_makes_a_second_first_account(olu: User, client: Client) -> None:
    client.post("/", TYPED | {"email": "eve@rapport.example"})
    assert User.objects.get() == olu


@pytest.mark.django_db
def test_signed_in_the_first_page_is_the_conversations(browser: Client) -> None:
    assert browser.get("/")["Location"] == "/chats/"


@pytest.mark.django_db(transaction=True)
def test_of_two_people_at_once_only_one_is_first() -> None:
    start = Barrier(2)

    def try_to_be_first(name: str) -> User | None:
        start.wait()
        try:
            return first_account.create(f"{name}@rapport.example", "a long password", name, "X")
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        made = list(both.map(try_to_be_first, ["one", "two"]))
    assert sorted(owner is None for owner in made) == [False, True]
    assert User.objects.filter(is_superuser=True).count() == 1


@pytest.mark.django_db
def test_who_was_too_late_is_told_so(
    olu: User, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = iter([True, False])
    monkeypatch.setattr(first_account, "is_missing", lambda: next(seen, False))
    page = client.post("/", TYPED, follow=True)
    assert "Somebody has just made the first account" in page.text


@pytest.mark.django_db
def test_a_short_password_is_told_its_length(client: Client) -> None:
    page = client.post("/", TYPED | {"password": "seven77"})
    assert "7 characters. It needs at least 10." in page.text
    assert "Olu Adeyemi" in page.text
    assert not User.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("weak", ["password123", "olu@rapport.example"])
def test_a_password_that_is_easy_to_guess_is_refused(client: Client, weak: str) -> None:
    client.post("/", TYPED | {"password": weak})
    assert not User.objects.exists()


@pytest.mark.django_db
def test_people_of_the_demo_and_imported_ones_do_not_count(client: Client) -> None:
    demo = make_person("Tom", "Achterberg")
    demo.email = "tom@demo.example"
    demo.save()
    imported = make_person("Una", "Person")
    imported.set_unusable_password()
    imported.save()
    assert first_account.is_missing()
    assert "Create the first account" in client.get("/").text


@pytest.mark.django_db
def test_a_deactivated_owner_does_not_open_the_house(olu: User) -> None:
    User.objects.update(is_active=False)
    assert not first_account.is_missing()


@pytest.mark.django_db
def test_signing_up_waits_for_the_first_account(client: Client, settings: Settings) -> None:
    settings.SIGNUP = "open"
    assert client.get("/sign-up/")["Location"] == "/"
    client.post(
        "/sign-up/", {"name": "A B", "email": "a@b.example", "password1": "long enough for it"}
    )
    assert not User.objects.exists()
