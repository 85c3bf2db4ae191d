"""Every page is usable by everybody: no violation that axe-core finds, in either theme."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page

from config.tests.journeys.installation import Installation

pytestmark = pytest.mark.browser

SIGNED_OUT = ("/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/missing/")
SIGNED_IN = (
    "/chats/",
    "/chats/?filter=archived",
    "/chats/new/",
    "{conversation}",
    "{conversation}details/",
    "{message}",
    "/search/?q=the",
    "/search/?q=nothingatall",
    "/people/",
    "{person}",
    "/settings/profile/",
    "/settings/notifications/",
    "/settings/appearance/",
    "/settings/language/",
    "/settings/sign-in/",
    "/settings/tokens/",
)
ADMINS = ("/settings/invitations/",)
SIZES = {"phone": (390, 844), "desktop": (1440, 900)}

FAMILIAR = """
import json
from chats.models import Conversation, User
from django.test import Client

ann = User.objects.get(email="ann@demo.example")

def sign_in(person):
    browser = Client()
    browser.force_login(person)
    return browser.session.session_key
group = ann.conversations.filter(kind="group", message_count__gt=5).first()
message = group.messages.filter(is_deleted=False).first()
other = User.objects.exclude(pk=ann.pk).first()
print("JSON" + json.dumps({
    "key": sign_in(ann),
    "admin": sign_in(User.objects.get(email="olu@demo.example")),
    "conversation": f"/chats/{group.pk}/",
    "message": f"/chats/{group.pk}/messages/{message.pk}/",
    "person": f"/people/{other.pk}/",
}))
"""


@pytest.fixture(scope="module")
def familiar(installation: Installation) -> Any:
    """An installation with demo people, and one of them signed in."""
    installation.manage("demo")
    return installation.run(FAMILIAR)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_no_page_shuts_anybody_out(
    familiar: Any, sign_in: Callable[..., Page], theme: str, size: str
) -> None:
    width, height = SIZES[size]
    look = {"color_scheme": theme, "viewport": {"width": width, "height": height}}
    found = []
    visits = (("", SIGNED_OUT), (familiar["key"], SIGNED_IN), (familiar["admin"], ADMINS))
    for key, paths in visits:
        page = sign_in(key, "/health/", **look)
        address = page.url.removesuffix("/health/")
        said: list[str] = []
        page.on("console", partial(_note, said=said))
        for path in paths:
            page.goto(address + path.format(**familiar))
            found += [f"{path}: {problem}" for problem in _violations(page)]
        found += said
    assert found == []


def _violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [
        f"{rule['id']} at {node['target']}: {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]


def _note(line: ConsoleMessage, said: list[str]) -> None:
    """A page says nothing to the console; a missing page is reported by the browser itself."""
    if line.type in ("error", "warning") and "404" not in line.text:
        said.append(f"{line.location.get('url')}: {line.text}")
