"""People who listen to a real server over real connections."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from django.test import Client

from chats.models import User


@dataclass
class Listener:
    """What one browser has heard, as (event, data, id) in order."""

    heard: list[tuple[str, dict[str, Any], str]] = field(default_factory=list)
    is_open: bool = True
    status: int = 0

    def wait(self, *, until: Callable[["Listener"], object], seconds: float = 60.0) -> None:
        deadline = time.monotonic() + seconds
        while not until(self):
            assert time.monotonic() < deadline, self.heard
            time.sleep(0.01)

    def wait_for(self, event: str, **expected: object) -> dict[str, Any]:
        """Wait for an event whose data holds what is expected."""
        self.wait(until=lambda me: me.find(event, **expected))
        return self.find(event, **expected)[0]

    def find(self, event: str, **expected: object) -> list[dict[str, Any]]:
        return [
            data
            for name, data, __ in tuple(self.heard)
            if name == event and expected.items() <= data.items()
        ]

    def changes(self) -> list[int]:
        return [data["seq"] for data in self.find("change")]


@pytest.fixture
def listen(server: str) -> Iterator[Callable[..., Listener]]:
    """Open a stream: listen(ann, at="<conversation>:<seq>")."""
    stops: list[threading.Event] = []

    def start(user: User, *, at: str = "", version: str = "") -> Listener:
        browser = Client()
        browser.force_login(user)
        cookies = {name: morsel.value for name, morsel in browser.cookies.items()}
        listener, stop = Listener(), threading.Event()
        stops.append(stop)
        url = f"{server}/stream/?at={at}&list={version}"
        threading.Thread(target=_hear, args=(url, cookies, listener, stop), daemon=True).start()
        listener.wait(until=lambda me: me.status)
        if listener.status == 200:
            listener.wait_for("hello")
        listener.browser = browser  # type: ignore[attr-defined]
        return listener

    yield start
    for stop in stops:
        stop.set()


def _hear(url: str, cookies: dict[str, str], listener: Listener, stop: threading.Event) -> None:
    with (
        closing(httpx.Client(cookies=cookies, timeout=60)) as client,
        client.stream("GET", url) as response,
    ):
        listener.status = response.status_code
        name, cursor = "", ""
        try:
            for line in response.iter_lines():
                key, __, value = line.partition(": ")
                if key == "event":
                    name, cursor = value, ""
                elif key == "id":
                    cursor = value
                elif key == "data":
                    listener.heard.append((name, json.loads(value), cursor))
                if stop.is_set():
                    break
        except httpx.HTTPError:
            pass
    listener.is_open = False
