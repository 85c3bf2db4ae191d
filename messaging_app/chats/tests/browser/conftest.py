"""People in real browsers, before a real server."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page

from chats.models import User
from chats.tests.browser.process import ServerProcess

COOKIE = settings.SESSION_COOKIE_NAME

SignIn = Callable[..., Page]
Browsers = Callable[..., BrowserContext]


@pytest.fixture
def service(transactional_db: None) -> Iterator[ServerProcess]:
    """A server that may be killed and started again."""
    service = ServerProcess()
    service.start()
    yield service
    service.kill()


@pytest.fixture
def browser_of(server: str, chromium: Browser) -> Iterator[Browsers]:
    """A browser of its own in which somebody is signed in: browser_of(ann).

    A test that ends the server overrides `server` with the address of its `service`.
    """
    contexts: list[BrowserContext] = []

    def start(user: User, **options: object) -> BrowserContext:
        zone = {"timezone_id": "UTC"}
        context = chromium.new_context(base_url=server, **zone | options)  # type: ignore[arg-type]
        context.add_cookies([{"name": COOKIE, "value": session_of(user), "url": server}])
        contexts.append(context)
        return context

    yield start
    for context in contexts:
        context.close()


@pytest.fixture
def page_of(browser_of: Browsers) -> Iterator[SignIn]:
    """A page before which somebody sits: page_of(ann, "/chats/"). No script may fail on it."""
    errors: list[str] = []

    def open_page(
        user: User, path: str = "/chats/", context: BrowserContext | None = None, **options: object
    ) -> Page:
        page = (context or browser_of(user, **options)).new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda said: errors.append(said.text) if _is_bad(said.text) else None)
        page.goto(path)
        return page

    yield open_page
    assert not errors


def session_of(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies[COOKIE].value


def _is_bad(text: str) -> bool:
    """Whether the browser speaks of a broken content policy or a missing module."""
    return "Content Security Policy" in text or "module specifier" in text
