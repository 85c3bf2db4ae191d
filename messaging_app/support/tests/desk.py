"""Makes what the tests of the desk need: teams, agents, inboxes, customers, tickets."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Max

from chats.models import Conversation, User, UserKind
from chats.models.conversation.kinds import ConversationKind
from chats.tests.cast import make_person
from support.kinds import Channel, Presence, Status, TeamRole
from support.models import (
    AgentProfile,
    Customer,
    CustomerIdentity,
    Inbox,
    Team,
    TeamMembership,
    Ticket,
)

# A Tuesday morning.
NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


def at(minutes: float) -> datetime:
    """So many minutes after that noon."""
    return NOON + timedelta(minutes=minutes)


def make_team(name: str = "Sales", **fields: Any) -> Team:
    return Team.objects.create(name=name, slug=name.lower().replace(" ", "-"), **fields)


def make_agent(
    name: str, team: Team | None = None, role: str = TeamRole.AGENT, **profile: Any
) -> User:
    """A person in a team who is online until long after the tests."""
    user = make_person(name, "Desk")
    fields = {"presence": Presence.ONLINE, "present_until": datetime(2099, 1, 1, tzinfo=UTC)}
    AgentProfile.objects.create(user=user, **(fields | profile))
    if team:
        TeamMembership.objects.create(team=team, user=user, role=role)
    return user


def make_inbox(team: Team, name: str = "Website", **fields: Any) -> Inbox:
    return Inbox.objects.create(team=team, name=name, **({"channel": Channel.CHAT_APP} | fields))


def make_customer(name: str = "Cleo", inbox: Inbox | None = None) -> Customer:
    user = User.objects.create(
        email=f"{name.lower()}@customer.invalid",
        first_name=name,
        last_name="-",
        role="guest",
        kind=UserKind.CUSTOMER,
    )
    customer = Customer.objects.create(user=user, name=name)
    if inbox:
        CustomerIdentity.objects.create(
            customer=customer, channel=inbox.channel, external_id=name.lower(), is_primary=True
        )
    return customer


def make_ticket(inbox: Inbox, customer: Customer | None = None, **fields: Any) -> Ticket:
    """A stored ticket in any state, with no history but its conversation."""
    customer = customer or make_customer(
        f"Customer{Ticket.objects.aggregate(n=Max('number'))['n']}"
    )
    conversation = Conversation.objects.create(kind=ConversationKind.SUPPORT)
    conversation.add_participant(customer.user)
    given = {"team": inbox.team, "status": Status.QUEUED, "queued_at": NOON} | fields
    ticket = Ticket.objects.create(
        conversation=conversation, customer=customer, inbox=inbox, **given
    )
    if ticket.assignee:
        conversation.add_participant(ticket.assignee)
    ticket.refresh_from_db()
    return ticket
