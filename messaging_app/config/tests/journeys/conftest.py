"""Real browsers on a whole installation."""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from config.tests.journeys.installation import Installation


@pytest.fixture(scope="session")
def installation() -> Iterator[Installation]:
    # Shorter than tmp_path, because of the limit for sockets.
    with tempfile.TemporaryDirectory() as folder:
        running = Installation(Path(folder))
        running.start_server()
        yield running
        running.close()


@pytest.fixture
def sign_in(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Callable[..., Page]]:
    """Open a browser in which somebody is signed in, at an address of the installation."""
    contexts: list[BrowserContext] = []

    def open_page(
        session_key: str, path: str = "/chats/", *, of: Installation | None = None, **options: Any
    ) -> Page:
        installation = of or request.getfixturevalue("installation")
        context = chromium.new_context(**options)
        contexts.append(context)
        context.add_cookies(
            [{"name": "sessionid", "value": session_key, "url": installation.address}]
        )
        page = context.new_page()
        page.goto(f"{installation.address}{path}")
        return page

    yield open_page
    for context in contexts:
        context.close()
