"""Stepping in as one of the people of the demo, while demo mode is on."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from accounts.tests.conftest import is_signed_in
from chats.models import Conversation, User
from conftest import make_person


def demo_person(name: str) -> User:
    person = make_person(name, "Demo")
    person.email = f"{name.lower()}@demo.example"
    person.save()
    return person


@pytest.fixture
def tom(db: None) -> User:
    return demo_person("Tom")


@pytest.mark.django_db
def test_the_page_says_aloud_that_demo_mode_is_on(
    tom: User, olu: User, client: Client, settings: Settings
) -> None:
    settings.DEMO = True
    page = client.get("/sign-in/").text
    assert "Demo mode is on" in page
    assert "Tom Demo" in page
    assert "Olu Adeyemi" not in page


@pytest.mark.django_db
def test_it_stands_beside_the_first_account_too(
    tom: User, client: Client, settings: Settings
) -> None:
    settings.DEMO = True
    page = client.get("/").text
    assert "Create the first account" in page
    assert "Tom Demo" in page


@pytest.mark.django_db
def test_one_click_steps_in(tom: User, client: Client, settings: Settings) -> None:
    settings.DEMO = True
    client.post("/demo/session/", {"person": str(tom.pk)})
    assert is_signed_in(client)
    assert client.get("/settings/profile/").context["user"] == tom


@pytest.mark.django_db
def test_without_demo_mode_nobody_steps_in(tom: User, client: Client) -> None:
    assert "Demo mode" not in client.get("/sign-in/").text
    assert client.post("/demo/session/", {"person": str(tom.pk)}).status_code == 404
    assert not is_signed_in(client)


@pytest.mark.django_db
@pytest.mark.parametrize("person", ["", "nonsense", "00000000-0000-7000-8000-000000000000"])
def test_nobody_else_can_be_stepped_in_as(
    ann: User, client: Client, settings: Settings, person: str
) -> None:
    settings.DEMO = True
    assert client.post("/demo/session/", {"person": person}).status_code == 404
    assert client.post("/demo/session/", {"person": str(ann.pk)}).status_code == 404
    assert not is_signed_in(client)


@pytest.mark.django_db
def test_a_link_does_not_step_in(tom: User, client: Client, settings: Settings) -> None:
    settings.DEMO = True
    assert client.get("/demo/session/", {"person": str(tom.pk)}).status_code == 405


@pytest.mark.django_db
def test_another_site_cannot_make_one_step_in(tom: User, settings: Settings) -> None:
    settings.DEMO = True
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/demo/session/", {"person": str(tom.pk)}).status_code == 403


@pytest.mark.django_db
def test_one_changes_from_one_person_to_another(
    tom: User, client: Client, settings: Settings
) -> None:
    settings.DEMO = True
    una = demo_person("Una")
    client.post("/demo/session/", {"person": str(tom.pk)})
    client.post("/demo/session/", {"person": str(una.pk)})
    assert client.get("/settings/profile/").context["user"] == una


@pytest.mark.django_db
def test_more_people_do_not_mean_more_queries(
    tom: User, olu: User, client: Client, settings: Settings
) -> None:
    settings.DEMO = True
    with CaptureQueriesContext(connection) as one:
        client.get("/sign-in/")
    for name in ["Una", "Vic", "Wil"]:
        Conversation.objects.start_direct(by=tom, other=demo_person(name))
    with CaptureQueriesContext(connection) as four:
        page = client.get("/sign-in/").text
    assert len(four) == len(one)
    assert "3 conversations" in page
