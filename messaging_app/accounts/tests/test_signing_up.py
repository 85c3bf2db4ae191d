"""New accounts: open to everybody, to the invited, or to nobody."""

import pytest
from django.db import IntegrityError
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from accounts.forms.entrance import SignUpForm
from accounts.tests.conftest import is_signed_in
from chats.models import User, UserRole

TYPED = {"name": "Fay Newman", "email": "Fay@rapport.example", "password1": "long enough for it"}


@pytest.fixture(autouse=True)
def open_house(olu: User, settings: Settings) -> Settings:
    settings.SIGNUP = "open"
    return settings


@pytest.mark.django_db
def test_somebody_new_is_a_guest_and_signed_in(client: Client) -> None:
    assert client.post("/sign-up/", TYPED).status_code == 302
    fay = User.objects.get(email="fay@rapport.example")
    assert (fay.first_name, fay.last_name, fay.role) == ("Fay", "Newman", UserRole.GUEST)
    assert not fay.is_staff
    assert is_signed_in(client)


@pytest.mark.django_db
def test_the_role_of_new_people_is_a_setting(client: Client, settings: Settings) -> None:
    settings.SIGNUP_ROLE = "host"
    client.post("/sign-up/", TYPED)
    assert User.objects.get(email="fay@rapport.example").role == UserRole.HOST


@pytest.mark.django_db
def test_nobody_gives_themselves_a_role(client: Client) -> None:
    client.post("/sign-up/", TYPED | {"role": "admin", "is_staff": "on", "is_superuser": "on"})
    fay = User.objects.get(email="fay@rapport.example")
    assert (fay.role, fay.is_staff, fay.is_superuser) == (UserRole.GUEST, False, False)


@pytest.mark.django_db
def test_one_name_is_enough(client: Client) -> None:
    client.post("/sign-up/", TYPED | {"name": "soundray"})
    new = User.objects.get(email="fay@rapport.example")
    assert (new.first_name, new.display_name) == ("soundray", "soundray")


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["name", "email", "password1"])
def test_nothing_may_be_missing(client: Client, field: str) -> None:
    client.post("/sign-up/", TYPED | {field: " "})
    assert User.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("mode", ["closed", "invitation"])
def test_a_closed_house_lets_nobody_in(client: Client, settings: Settings, mode: str) -> None:
    settings.SIGNUP = mode
    assert "Sign-up is closed" in client.get("/sign-up/").text
    client.post("/sign-up/", TYPED)
    assert User.objects.count() == 1
    assert "Create an account" not in client.get("/sign-in/").text


@pytest.mark.django_db
def test_an_email_that_is_taken_is_refused_in_any_case(ann: User, client: Client) -> None:
    User.objects.filter(pk=ann.pk).update(email="Ann@Rapport.Example")
    page = client.post("/sign-up/", TYPED | {"email": "ANN@rapport.example"})
    assert "This e-mail cannot be used." in page.text
    assert User.objects.count() == 2


@pytest.mark.django_db
def test_two_sign_ups_at_once_do_not_break(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def too_late(form: SignUpForm, request: object) -> None:
        raise IntegrityError

    monkeypatch.setattr(SignUpForm, "save", too_late)
    page = client.post("/sign-up/", TYPED, follow=True)
    assert "Somebody was faster" in page.text


@pytest.mark.django_db
def test_with_confirmation_a_taken_email_looks_like_a_free_one(
    ann: User, client: Client, settings: Settings
) -> None:
    settings.EMAIL_VERIFICATION = settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    free = client.post("/sign-up/", TYPED)
    taken = Client().post("/sign-up/", TYPED | {"email": ann.email})
    assert (free.status_code, free["Location"]) == (taken.status_code, taken["Location"])
    letters = {job.args["to"]: job.args["subject"] for job in ProcrastinateJob.objects.all()}
    assert letters == {
        "fay@rapport.example": "[Rapport] Confirm your e-mail",
        "ann@rapport.example": "[Rapport] You have an account already",
    }
    assert not is_signed_in(client)


@pytest.mark.django_db
def test_with_confirmation_the_link_opens_the_account(client: Client, settings: Settings) -> None:
    settings.EMAIL_VERIFICATION = settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    client.post("/sign-up/", TYPED)
    body = ProcrastinateJob.objects.get().args["body"]
    link = next(line for line in body.splitlines() if line.startswith("http"))
    path = link.removeprefix("http://testserver")
    assert "Is this your e-mail?" in client.get(path).text
    client.post(path)
    client.post("/sign-in/", {"login": TYPED["email"], "password": TYPED["password1"]})
    assert is_signed_in(client)
