"""Programs, which come in with a token."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from api.models import AccessToken
from chats.models import User

Post = Callable[..., HttpResponse]


@pytest.fixture
def token(ann: User) -> AccessToken:
    """Ann's."""
    return AccessToken.issue(ann, name="bridge")


@pytest.fixture
def program(token: AccessToken) -> Client:
    """What speaks as Ann."""
    return program_of(token.secret)


def program_of(secret: str) -> Client:
    return Client(headers={"authorization": f"Bearer {secret}"}, enforce_csrf_checks=True)


def post(program: Client, address: str, body: Any, **more: Any) -> Any:
    """The answer to this body: text and bytes as they are, everything else as JSON."""
    kind = more.setdefault("content_type", "application/json")
    # Django's client leaves the type away when there is no body.
    return program.post(address, body, CONTENT_TYPE=kind, **more)
