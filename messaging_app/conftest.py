"""The cast of every test: Ann, Ben and Cy talk; Dee is an outsider."""

import pytest

from chats.models import Conversation, User
from chats.tests.cast import PASSWORD, make_person

__all__ = ["PASSWORD", "make_person"]


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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # Two browsers at once on a small machine wait for each other longer than their tests do.
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.xdist_group("browser"))
