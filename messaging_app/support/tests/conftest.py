"""The desk of the tests: two teams, an inbox, and those who answer."""

import pytest

from chats.models import User
from support.kinds import TeamRole
from support.models import Customer, Inbox, Team
from support.tests.desk import make_agent, make_customer, make_inbox, make_team


@pytest.fixture
def sales(db: None) -> Team:
    return make_team("Sales")


@pytest.fixture
def service(db: None) -> Team:
    return make_team("Service")


@pytest.fixture
def inbox(sales: Team) -> Inbox:
    """The website, which Sales answers."""
    return make_inbox(sales)


@pytest.fixture
def cleo(inbox: Inbox) -> Customer:
    return make_customer("Cleo", inbox)


@pytest.fixture
def ada(sales: Team) -> User:
    """An agent of Sales."""
    return make_agent("Ada", sales)


@pytest.fixture
def bo(sales: Team) -> User:
    """Another agent of Sales."""
    return make_agent("Bo", sales)


@pytest.fixture
def lea(sales: Team) -> User:
    """Leads Sales."""
    return make_agent("Lea", sales, TeamRole.LEAD)


@pytest.fixture
def sue(sales: Team) -> User:
    """Supervises Sales."""
    return make_agent("Sue", sales, TeamRole.SUPERVISOR)


@pytest.fixture
def eli(service: Team) -> User:
    """An agent of Service, who has nothing to do with Sales."""
    return make_agent("Eli", service)
