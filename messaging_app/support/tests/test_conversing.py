"""What each message does to its ticket: clocks, states, the menu, and who is told what."""

from datetime import datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chats.models import Conversation, Message, User
from support import announcing, events, triage
from support.kinds import Priority, Promise, Status
from support.models import (
    BusinessHours,
    Customer,
    Inbox,
    OpenInterval,
    SLAClock,
    SLAPolicy,
    SLAViolation,
    Team,
    Ticket,
)
from support.tests.desk import at, make_customer

HOUR = 3600


@pytest.fixture
def policy(sales: Team) -> SLAPolicy:
    """An hour for the first answer, two for the next, eight for the solution."""
    return SLAPolicy.objects.create(
        team=sales,
        priority="normal",
        first_response=HOUR,
        next_response=2 * HOUR,
        resolution=8 * HOUR,
        escalate_after=HOUR,
    )


@pytest.fixture
def ticket(inbox: Inbox, cleo: Customer) -> Ticket:
    return Ticket.objects.begin(customer=cleo, inbox=inbox, at=at(0))


def writes(ticket: Ticket, body: str = "Hello", minute: float = 0) -> Message:
    assert ticket.customer
    message = ticket.conversation.post(by=ticket.customer.user, body=body, sent_at=at(minute))
    ticket.refresh_from_db()
    return message


def answers(ticket: Ticket, by: User, minute: float) -> None:
    ticket.reply("Hello", by=by, sent_at=at(minute))
    ticket.refresh_from_db()


def dues(ticket: Ticket) -> dict[str, datetime | None]:
    rows = SLAClock.objects.filter(ticket=ticket, stopped_at=None)
    return dict(rows.values_list("kind", "due_at"))


def kinds(ticket: Ticket, prefix: str = "") -> list[str]:
    rows = ticket.conversation.events.filter(kind__startswith=prefix).order_by("seq")
    return list(rows.values_list("kind", flat=True))


def said(ticket: Ticket) -> list[str]:
    rows = ticket.conversation.messages.filter(sender__kind="bot").order_by("seq")
    return list(rows.values_list("message_body", flat=True))


def test_the_first_message_queues_it_and_starts_the_clocks(
    ticket: Ticket, policy: SLAPolicy
) -> None:
    writes(ticket)
    assert ticket.status == Status.QUEUED
    assert (ticket.team, ticket.queued_at) == (policy.team, at(0))
    assert (ticket.first_message_at, ticket.waiting_since) == (at(0), at(0))
    assert dues(ticket) == {Promise.FIRST_RESPONSE: at(60), Promise.RESOLUTION: at(480)}
    assert ticket.due_at == at(60)
    expected = [events.TICKET_OPENED, events.TICKET_IN_TRIAGE, events.TICKET_QUEUED]
    assert kinds(ticket, "ticket") == expected


def test_talking_to_and_fro(ticket: Ticket, policy: SLAPolicy, ada: User) -> None:
    writes(ticket)
    ticket.take(by=ada, at=at(10))
    answers(ticket, ada, 20)
    assert (ticket.status, ticket.first_response_at) == (Status.PENDING_CUSTOMER, at(20))
    assert ticket.waiting_since is None
    # The time to a solution stands while it waits for the customer.
    assert dues(ticket) == {Promise.RESOLUTION: None}
    writes(ticket, minute=80)
    assert ticket.status == Status.PENDING_AGENT
    assert ticket.waiting_since == at(80)
    assert dues(ticket) == {Promise.NEXT_RESPONSE: at(200), Promise.RESOLUTION: at(540)}
    writes(ticket, "Are you there?", minute=90)
    assert dues(ticket)[Promise.NEXT_RESPONSE] == at(200)
    answers(ticket, ada, 100)
    ticket.close("resolved", by=ada, at=at(110))
    assert dues(ticket) == {}
    assert not SLAViolation.objects.exists()


def test_a_late_answer_is_a_violation_though_no_job_ran(
    ticket: Ticket, policy: SLAPolicy, ada: User
) -> None:
    writes(ticket)
    ticket.take(by=ada, at=at(10))
    answers(ticket, ada, 61)
    broken = SLAViolation.objects.get()
    assert (broken.kind, broken.due_at, broken.violated_at) == ("first_response", at(60), at(60))
    assert kinds(ticket, "sla") == [events.SLA_VIOLATED]
    announcing.announce(at(600))
    assert SLAViolation.objects.count() == 1


def test_an_answer_in_time_stays_in_time_when_the_job_is_late(
    ticket: Ticket, policy: SLAPolicy, ada: User
) -> None:
    writes(ticket)
    ticket.take(by=ada, at=at(10))
    answers(ticket, ada, 60)
    announcing.announce(at(600))
    assert not SLAViolation.objects.exists()


def test_warning_violation_and_escalations_are_said_once_each(
    ticket: Ticket, policy: SLAPolicy, lea: User, sue: User
) -> None:
    writes(ticket)
    expected = [
        (44, []),
        (45, [events.SLA_WARNED]),
        (60, [events.SLA_WARNED]),
        (61, [events.SLA_WARNED, events.SLA_VIOLATED]),
        (120, [events.SLA_WARNED, events.SLA_VIOLATED, events.SLA_ESCALATED]),
        (121, [events.SLA_WARNED, events.SLA_VIOLATED, events.SLA_ESCALATED]),
        (180, [events.SLA_WARNED, events.SLA_VIOLATED, *[events.SLA_ESCALATED] * 2]),
        (400, [events.SLA_WARNED, events.SLA_VIOLATED, *[events.SLA_ESCALATED] * 2]),
    ]
    for minute, so_far in expected:
        announcing.announce(at(minute))
        announcing.announce(at(minute))
        assert kinds(ticket, "sla") == so_far, minute
    told = ticket.conversation.events.filter(kind=events.SLA_ESCALATED).order_by("seq")
    assert [event.data["person"] for event in told] == [str(lea.pk), str(sue.pk)]
    assert SLAViolation.objects.get().escalated_to == sue


def test_looking_costs_one_query_however_many_are_open(inbox: Inbox, policy: SLAPolicy) -> None:
    for name in ("One", "Two", "Three"):
        begun = Ticket.objects.begin(customer=make_customer(name), inbox=inbox, at=at(0))
        writes(begun)
    with CaptureQueriesContext(connection) as queries:
        announcing.announce(at(1))
    assert len(queries) == 1
    assert "look_at" in queries[0]["sql"]


def test_a_changed_policy_and_priority_change_what_is_due(
    ticket: Ticket, policy: SLAPolicy
) -> None:
    SLAPolicy.objects.create(team=policy.team, priority="urgent", first_response=HOUR // 2)
    writes(ticket)
    policy.first_response = 2 * HOUR
    policy.save()
    policy.reckon_open_tickets(at=at(5))
    assert dues(ticket)[Promise.FIRST_RESPONSE] == at(120)
    ticket.set_priority("urgent", by=None, at=at(6))
    assert dues(ticket) == {Promise.FIRST_RESPONSE: at(30), Promise.RESOLUTION: None}


def test_snooze_and_reopening_pause_the_time_to_a_solution(
    ticket: Ticket, policy: SLAPolicy, ada: User
) -> None:
    writes(ticket)
    ticket.take(by=ada, at=at(10))
    ticket.snooze(at(70), by=ada, at=at(20))
    assert dues(ticket)[Promise.RESOLUTION] is None
    ticket.wake(at=at(70))
    assert dues(ticket)[Promise.RESOLUTION] == at(530)
    ticket.close("resolved", by=ada, at=at(100))
    writes(ticket, "It broke again", minute=200)
    assert (ticket.status, ticket.assignee) == (Status.ASSIGNED, ada)
    assert dues(ticket)[Promise.RESOLUTION] == at(630)


def test_a_message_that_comes_late_counts_from_when_it_was_written(
    ticket: Ticket, policy: SLAPolicy
) -> None:
    writes(ticket, "second", minute=5)
    writes(ticket, "first", minute=0)
    assert (ticket.first_message_at, ticket.waiting_since) == (at(0), at(0))
    assert dues(ticket)[Promise.FIRST_RESPONSE] == at(60)


@pytest.fixture
def office(sales: Team) -> BusinessHours:
    """Open from nine to eleven in UTC: closed at the noon of the tests."""
    hours = BusinessHours.objects.create(name="Mornings")
    for day in range(7):
        OpenInterval.objects.create(hours=hours, weekday=day, opens=time(9), closes=time(11))
    sales.hours = hours
    sales.save()
    return hours


def test_outside_the_hours_one_is_told_once_and_clocks_start_at_opening(
    ticket: Ticket, policy: SLAPolicy, office: BusinessHours
) -> None:
    policy.only_in_business_hours, policy.priority = True, Priority.LOW
    policy.save()
    assert ticket.customer
    ticket.customer.attributes = {"language": "es", "time_zone": "America/Bogota"}
    ticket.customer.save()
    writes(ticket)
    writes(ticket, "Hello?", minute=1)
    assert said(ticket) == [
        "Ahora no estamos. Volvemos el miércoles 11.03. a las 04:00 y respondemos entonces."
    ]
    assert ticket.priority == Priority.LOW
    opening = at(0) + timedelta(hours=21)
    assert dues(ticket)[Promise.FIRST_RESPONSE] == opening + timedelta(hours=1)
    writes(ticket, "Good evening", minute=60 * 36)
    assert len(said(ticket)) == 2


@pytest.fixture
def asking(inbox: Inbox, sales: Team, service: Team) -> Inbox:
    sales.menu_position, sales.keywords = 1, ["precio", "buy"]
    service.menu_position, service.context_question = 2, "What is your order number?"
    sales.save()
    service.save()
    inbox.asks_team = True
    inbox.save()
    return inbox


def test_the_menu_leads_to_a_team_and_its_question(
    asking: Inbox, ticket: Ticket, service: Team
) -> None:
    writes(ticket)
    assert ticket.status == Status.TRIAGE
    assert said(ticket)[0].endswith("1. Sales\n2. Service")
    writes(ticket, "2", minute=1)
    assert said(ticket)[-1] == "What is your order number?"
    writes(ticket, "A-17", minute=2)
    assert (ticket.status, ticket.team) == (Status.QUEUED, service)
    assert ticket.attributes["context"] == "A-17"


@pytest.mark.parametrize("answer", ["1", "1.", "sales please", "Quiero saber el PRECIO"])
def test_a_number_a_name_or_a_keyword_chooses(
    asking: Inbox, ticket: Ticket, sales: Team, answer: str
) -> None:
    writes(ticket)
    writes(ticket, answer, minute=1)
    assert (ticket.status, ticket.team, ticket.priority) == (Status.QUEUED, sales, "normal")


def test_who_is_not_understood_twice_goes_to_a_supervisor(
    asking: Inbox, ticket: Ticket, ada: User, sue: User
) -> None:
    writes(ticket)
    writes(ticket, "9", minute=1)
    assert ticket.status == Status.TRIAGE and said(ticket)[-1].startswith("We did not understand")
    writes(ticket, "what?", minute=2)
    assert (ticket.status, ticket.needs_supervisor_at) == (Status.QUEUED, at(2))
    assert kinds(ticket)[-1] == events.TICKET_FOR_SUPERVISOR
    assert ticket not in Ticket.objects.visible_to(ada) and ticket in Ticket.objects.visible_to(sue)
    assert not Ticket.objects.queued().exists()


@pytest.mark.parametrize("answer", ["I want a human!", "una persona", "HUMANO", "agent"])
def test_who_wants_a_human_gets_one_with_high_priority(
    asking: Inbox, ticket: Ticket, answer: str
) -> None:
    writes(ticket)
    writes(ticket, answer, minute=1)
    assert (ticket.status, ticket.priority) == (Status.QUEUED, Priority.HIGH)


def test_an_unclear_answer_chooses_nothing() -> None:
    choices = [triage.Choice("Sales"), triage.Choice("Customer service", ["ayuda"])]
    answers: dict[str, int | None] = {
        "1 or 2": None,
        "0": None,
        "3": None,
        "sales, no, ayuda": None,
        "": None,
    }
    answers |= {"customer service": 1, "SÁLES": 0, "salesman": None, "12345": None}
    assert {answer: triage.chosen(answer, choices) for answer in answers} == answers


def test_a_conversation_without_a_ticket_hears_nothing(direct: Conversation, ann: User) -> None:
    direct.post(by=ann, body="Hello")
    assert not Ticket.objects.exists()
