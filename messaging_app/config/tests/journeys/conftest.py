"""Real browsers on a whole installation."""

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from config.tests.journeys.installation import Installation

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def installation() -> Iterator[Installation]:
    # Shorter than tmp_path, because of the limit for sockets.
    with tempfile.TemporaryDirectory() as folder:
        running = Installation(Path(folder))
        running.start_server()
        yield running
        running.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def sign_in(browser: Browser, installation: Installation) -> Iterator[Callable[..., Page]]:
    """Open a browser in which somebody is signed in, at an address."""
    contexts: list[BrowserContext] = []

    def open_page(session_key: str, path: str = "/chats/", **options: Any) -> Page:
        context = browser.new_context(**options)
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
