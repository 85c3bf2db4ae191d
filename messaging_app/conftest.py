"""The cast of every test: Ann, Ben and Cy talk; Dee is an outsider."""

import os
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn
from django.conf import settings
from django.test import TransactionTestCase
from playwright.sync_api import Browser, expect, sync_playwright
from servestatic.middleware import ServeStaticMiddleware

from chats.models import Conversation, User
from chats.models.message import gathering
from chats.tests.cast import PASSWORD, make_person
from config.asgi import application
from config.server import Protocol, Server
from config.tests.leftovers import delete_leftovers

PATIENCE = 60_000  # milliseconds; a machine that does much else draws slowly
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
]

__all__ = ["PASSWORD", "make_person"]


@pytest.fixture(scope="session", autouse=True)
def files_apart(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What tests upload does not lie among the files of this checkout."""
    settings.MEDIA_ROOT = tmp_path_factory.mktemp("files")


@pytest.fixture(autouse=True)
def devices_at_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """The note of a device's last use comes once a minute, amid queries that are counted."""
    for user in ("middleware", "callers"):
        monkeypatch.setattr(f"accounts.{user}.note_use", lambda *session_keys: None)


@pytest.fixture
def ann(db: None) -> User:
    return make_person("Ann", "Lindqvist")


@pytest.fixture
def ben(db: None) -> User:
    return make_person("Ben", "Okafor", role="guest")


@pytest.fixture
def cy(db: None) -> User:
    return make_person("Cy", "Moreau", role="guest")


@pytest.fixture
def dee(db: None) -> User:
    """Takes part in nothing."""
    return make_person("Dee", "Outside")


@pytest.fixture
def olu(db: None) -> User:
    """A platform admin."""
    return make_person("Olu", "Adeyemi", role="admin")


@pytest.fixture
def direct(ann: User, ben: User) -> Conversation:
    return Conversation.objects.start_direct(by=ann, other=ben)


@pytest.fixture
def group(ann: User, ben: User, cy: User) -> Conversation:
    """Ann's group with Ben and Cy."""
    return Conversation.objects.start_group(by=ann, people=[ben, cy], title="Garden")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--all-buses",
        action="store_true",
        help="run the storms with every number of web processes and every bus, some minutes more",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--all-buses"):
        later = [item for item in items if item.get_closest_marker("all_buses")]
        config.hook.pytest_deselected(items=later)
        items[:] = [item for item in items if item not in later]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A real browser. Playwright keeps an event loop in this thread while it is open, so it ends
    with its module: two of them do not fit into one thread, nor do tests with loops of their own.
    """
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Django would take a query between Playwright's calls for one inside its loop.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        expect.set_options(timeout=PATIENCE)
        path = os.environ.get("CHROMIUM") or "/usr/bin/chromium"
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def running(transactional_db: None) -> Iterator[Server]:
    """A running server on the test database."""
    server = Server(
        uvicorn.Config(application, port=0, http=Protocol, log_level="warning", lifespan="off")
    )
    gathering.open_here()
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield server
    server.should_exit = server.force_exit = True
    thread.join(10)
    gathering.close_here()


@pytest.fixture
def server(running: Server) -> str:
    """The address of the running server."""
    return f"http://127.0.0.1:{running.servers[0].sockets[0].getsockname()[1]}"


@pytest.fixture(scope="session", autouse=True)
def _static_files_are_found_once() -> Iterator[None]:
    # Each test client builds its middleware anew, and that one looks at every file.
    found: dict[str, Any] = {}
    find = ServeStaticMiddleware.add_files_from_finders

    def find_once(self: Any) -> None:
        if not found:
            find(self)
            found.update(self.files)
        self.files.update(found)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ServeStaticMiddleware, "add_files_from_finders", find_once)
        yield


@pytest.fixture(scope="session", autouse=True)
def _what_was_committed_is_deleted() -> Iterator[None]:
    # Django truncates every table and fills two of them again, which takes twenty times as long.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: delete_leftovers())
        yield
