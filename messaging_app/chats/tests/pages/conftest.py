"""Browsers, with and without scripts, of people who have signed in."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from chats.models import Conversation, Message, User

Browser = Callable[[User], Client]
BROWSER = {"accept": "text/html,application/xhtml+xml"}
SCRIPT = {"hx-request": "true"}


@pytest.fixture
def browser() -> Browser:
    """A browser without scripts, which wants pages."""

    def of(user: User) -> Client:
        client = Client(headers=BROWSER)
        client.force_login(user)
        return client

    return of


@pytest.fixture
def script() -> Browser:
    """The script of a page, which wants parts."""

    def of(user: User) -> Client:
        client = Client(headers=SCRIPT)
        client.force_login(user)
        return client

    return of


def at(name: str, where: Conversation | Message | None = None, **more: Any) -> str:
    """The address of a view for a conversation or a message."""
    if isinstance(where, Message):
        more |= {"id": where.conversation_id, "mid": where.pk}
    elif where is not None:
        more |= {"id": where.pk}
    return reverse(f"chats:{name}", kwargs=more)


def shown_in(html: str) -> list[str]:
    """The ids of the messages on a page, in its order."""
    return re.findall(r'<article [^>]*id="m-([0-9a-f-]{36})"', html)


def ids(messages: list[Message]) -> list[str]:
    return [str(message.pk) for message in messages]


def post_many(conversation: Conversation, by: User, count: int) -> list[Message]:
    return [conversation.post(by=by, body=f"word {i}") for i in range(count)]
