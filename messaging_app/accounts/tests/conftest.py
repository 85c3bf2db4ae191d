"""People at the door and inside."""

import pytest
from django.test import Client

from accounts.models import Device
from chats.models import User
from conftest import PASSWORD

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1"
)


def sign_in(user: User, user_agent: str = FIREFOX, password: str = PASSWORD) -> Client:
    """Return a browser in which this person went through the door."""
    browser = Client(headers={"user-agent": user_agent})
    browser.post("/sign-in/", {"login": user.email, "password": password})
    return browser


def is_signed_in(browser: Client) -> bool:
    return browser.get("/settings/profile/").status_code == 200


@pytest.fixture
def browser(ann: User) -> Client:
    """Ann's."""
    return sign_in(ann)


@pytest.fixture
def other_browser(ann: User, browser: Client) -> Client:
    """Ann's phone."""
    return sign_in(ann, IPHONE)


@pytest.fixture
def office(olu: User) -> Client:
    """The browser of a platform admin."""
    return sign_in(olu)


@pytest.fixture
def proved(browser: Client) -> Client:
    """Ann's browser, in which she has just given her password again."""
    browser.post("/confirm/password/", {"password": PASSWORD})
    return browser


def device_of(browser: Client) -> Device:
    return Device.devices.get(session_key=browser.session.session_key)
