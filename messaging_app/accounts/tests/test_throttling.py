"""Guessing passwords is slowed down, over all processes."""

import pytest
from django.db import connection
from django.test import Client

from accounts.tests.conftest import is_signed_in
from chats.models import User
from conftest import PASSWORD

LIMIT = 5


def guess(client: Client, email: str, times: int, address: str = "127.0.0.1") -> str:
    for _ in range(times):
        page = client.post(
            "/sign-in/", {"login": email, "password": "a guess"}, REMOTE_ADDR=address
        )
    return page.text


@pytest.mark.django_db
def test_after_five_wrong_passwords_the_right_one_must_wait(ann: User, client: Client) -> None:
    assert "Too many tries" not in guess(client, ann.email, LIMIT)
    page = client.post("/sign-in/", {"login": ann.email, "password": PASSWORD})
    assert "Too many tries" in page.text
    assert not is_signed_in(client)


@pytest.mark.django_db
def test_capitals_do_not_open_another_round(ann: User, client: Client) -> None:
    guess(client, ann.email, LIMIT)
    assert "Too many tries" in guess(client, ann.email.upper(), 1)


@pytest.mark.django_db
def test_another_address_does_not_help(ann: User, client: Client) -> None:
    guess(client, ann.email, LIMIT)
    assert "Too many tries" in guess(client, ann.email, 1, address="198.51.100.7")


@pytest.mark.django_db
def test_others_sign_in_meanwhile(ann: User, ben: User, client: Client) -> None:
    guess(client, ann.email, LIMIT)
    client.post("/sign-in/", {"login": ben.email, "password": PASSWORD})
    assert is_signed_in(client)


@pytest.mark.django_db
def test_the_right_password_does_not_use_up_tries(ann: User, client: Client) -> None:
    for _ in range(LIMIT + 2):
        client.post("/sign-in/", {"login": ann.email, "password": PASSWORD})
        assert is_signed_in(client)
        client.post("/sign-out/")


@pytest.mark.django_db
def test_one_machine_trying_many_people_is_stopped(db: None, client: Client) -> None:
    for number in range(40):
        page = client.post(
            "/sign-in/", {"login": f"p{number}@rapport.example", "password": "a guess"}
        )
    assert page.status_code == 429
    assert "That was a lot at once" in page.text


@pytest.mark.django_db
def test_asking_for_password_letters_is_limited(ann: User, client: Client) -> None:
    statuses = [client.post("/password/", {"email": ann.email}).status_code for _ in range(6)]
    assert statuses == [302] * 5 + [429]


@pytest.mark.django_db
def test_tries_are_counted_in_the_database(ann: User, client: Client) -> None:
    """A count in the memory of one process would give each process its own tries."""
    guess(client, ann.email, 1)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM accounts_throttle WHERE cache_key LIKE '%login_failed%'"
        )
        assert cursor.fetchone()[0] > 0
