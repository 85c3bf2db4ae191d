"""An inbox whose provider is made up."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from support.kinds import Channel
from support.models import Inbox, Team
from support.tests.desk import make_inbox, make_team
from transports import registry
from transports.tests.pretending import TestTransport, sign

Call = Callable[..., Any]


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> TestTransport:
    monkeypatch.setattr(registry, "_transports", {})
    transport = TestTransport()
    registry.add(Channel.SMS, transport)
    return transport


@pytest.fixture
def team(db: None) -> Team:
    return make_team("Sales")


@pytest.fixture
def number(team: Team, provider: TestTransport) -> Inbox:
    return make_inbox(team, "Number", channel=Channel.SMS)


@pytest.fixture
def call(number: Inbox, client: Client) -> Call:
    """Call our hook as the provider does."""

    def post(body: bytes, signature: str | None = None, **more: Any) -> Any:
        return client.post(
            f"/hooks/{number.pk}/",
            body,
            content_type="application/json",
            headers={"X-Signature": sign(body) if signature is None else signature} | more,
        )

    return post
