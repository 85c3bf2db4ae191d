"""Two customers become one and two again; addresses move; nothing that is written is lost."""

import threading
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils import timezone

from chats.models import Message, User
from chats.tests.test_concurrency import at_once
from support import events, intake
from support.inbound import Inbound
from support.kinds import Status
from support.models import Customer, CustomerIdentity, Inbox, Team, Ticket
from support.tests.desk import make_agent, make_inbox, make_team


def writes(inbox: Inbox, address: str, name: str) -> Message:
    message = intake.hear(Inbound(inbox, name, address, f"This is {name}", timezone.now()))
    assert message
    return message


def of(address: str) -> Customer:
    return CustomerIdentity.objects.get(external_id=address).customer


def ticket_of(message: Message) -> Ticket:
    return Ticket.objects.get(conversation=message.conversation)


def test_one_customer_is_the_other_with_addresses_and_tickets(
    inbox: Inbox, sales: Team, ada: User
) -> None:
    shop = make_inbox(sales, "Shop")
    kept, same, elsewhere = writes(inbox, "a", "1"), writes(inbox, "b", "2"), writes(shop, "b", "3")
    gone, into = of("b"), of("a")
    merge = gone.merge(into, by=ada)
    assert of("b") == into and {t.customer for t in Ticket.objects.all()} == {into}
    duplicate = ticket_of(same)
    assert (duplicate.status, duplicate.merged_into) == (Status.CLOSED, ticket_of(kept))
    assert ticket_of(elsewhere).status == Status.QUEUED
    # What is written next goes to the ticket that goes on, whoever wrote it.
    again = writes(inbox, "b", "4")
    assert again.conversation == kept.conversation
    told = [
        ticket.conversation.events.filter(kind=events.CUSTOMER_MERGED)
        for ticket in Ticket.objects.all()
    ]
    assert sum(rows.count() for rows in told) == 1

    merge.undo(by=ada)
    assert of("b") == gone and ticket_of(same).customer == gone
    assert ticket_of(same).status == Status.QUEUED
    assert CustomerIdentity.objects.get(external_id="b").is_primary
    assert writes(inbox, "b", "5").conversation == same.conversation
    with pytest.raises(ValidationError):
        merge.undo(by=ada)
    gone.refresh_from_db()
    gone.merge(into, by=ada)


def test_nobody_is_merged_twice_or_with_themselves(inbox: Inbox, ada: User, dee: User) -> None:
    for address in "abc":
        writes(inbox, address, address)
    with pytest.raises(PermissionDenied):
        of("a").merge(of("b"), by=dee)
    first, second = of("a"), of("b")
    with pytest.raises(ValidationError):
        first.merge(first, by=ada)
    first.merge(second, by=ada)
    with pytest.raises(ValidationError):
        first.merge(of("c"), by=ada)
    with pytest.raises(ValidationError):
        of("c").merge(first, by=ada)


def test_an_address_moves_and_comes_back(inbox: Inbox, ada: User, dee: User) -> None:
    writes(inbox, "a", "1")
    writes(inbox, "b", "2")
    identity, before, to = CustomerIdentity.objects.get(external_id="b"), of("b"), of("a")
    with pytest.raises(PermissionDenied):
        identity.link(to, by=dee)
    done = identity.link(to, by=ada)
    assert (of("b"), CustomerIdentity.objects.get(external_id="b").linked_by) == (to, ada)
    done.undo(by=ada)
    assert of("b") == before
    with pytest.raises(ValidationError):
        done.undo(by=ada)


@pytest.mark.django_db(transaction=True)
def test_what_arrives_during_a_merge_comes_to_the_customer_who_stays() -> None:
    team = make_team("Sales")
    inbox, agent = make_inbox(team), make_agent("Ada", team)
    kept = writes(inbox, "a", "1")
    writes(inbox, "b", "2")
    gone, into = of("b"), of("a")
    began = threading.Event()

    def merge() -> None:
        with transaction.atomic():
            gone.merge(into, by=agent, at=timezone.now() + timedelta(seconds=1))
            began.set()
            wait_for_a_waiter()

    def write() -> Message:
        began.wait(10)
        return writes(inbox, "b", "3")

    __, message = at_once([merge, write])
    assert message.conversation == kept.conversation
    assert message.sender == into.user


def wait_for_a_waiter() -> None:
    """Until another connection waits for what this one holds."""
    for __ in range(10_000):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
    raise AssertionError("nobody waits")


def test_an_erased_customer_leaves_figures_and_no_address(inbox: Inbox, ada: User) -> None:
    message = writes(inbox, "a", "1")
    ticket = ticket_of(message)
    ticket.take(by=ada)
    ticket.reply("Hello", by=ada)
    of("a").user.erase()
    ticket.refresh_from_db()
    assert ticket.customer is None and ticket.first_response_at is not None
    assert not CustomerIdentity.objects.exists() and not Customer.objects.exists()
    ticket.reply("Is anybody there?", by=ada)
    ticket.close("customer_unresponsive", by=ada)
    assert ticket.conversation.messages.filter(sender=ada).count() == 2
