"""What the database itself refuses, and what it keeps secret."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import override_settings

from chats.models import User
from support.kinds import DeliveryStatus, Status
from support.models import (
    AgentProfile,
    AgentSkill,
    CannedResponse,
    Customer,
    CustomerIdentity,
    Delivery,
    Inbox,
    RateLimitBucket,
    SLAClock,
    SLAPolicy,
    SLAViolation,
    Tag,
    Team,
    TeamMembership,
    Ticket,
)
from support.models.secrets import Unreadable
from support.tests.desk import NOON, at, make_customer, make_ticket

Change = Callable[[], object]


@pytest.fixture
def ticket(inbox: Inbox, cleo: Customer) -> Ticket:
    return make_ticket(inbox, cleo)


def refuses(change: Change, name: str) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        change()


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("valid_ticket_status", {"status": "lost"}),
        ("valid_ticket_priority", {"priority": "whatever"}),
        ("held_ticket_has_an_assignee", {"status": Status.ASSIGNED}),
        ("queued_ticket_has_its_time", {"queued_at": None}),
        ("closed_ticket_has_time_and_reason", {"status": Status.CLOSED}),
        ("closed_ticket_has_time_and_reason", {"closed_at": NOON}),
        (
            "closed_ticket_does_not_sleep",
            {
                "status": Status.CLOSED,
                "closed_at": NOON,
                "close_reason": "spam",
                "snoozed_until": NOON,
            },
        ),
    ],
)
def test_a_ticket_that_cannot_be_is_refused(
    ticket: Ticket, name: str, values: dict[str, Any]
) -> None:
    refuses(lambda: Ticket.objects.filter(pk=ticket.pk).update(**values), name)


def test_a_waiting_ticket_has_no_assignee(ticket: Ticket, ada: User) -> None:
    rows = Ticket.objects.filter(pk=ticket.pk)
    refuses(lambda: rows.update(assignee=ada), "waiting_ticket_has_no_assignee")


def test_a_customer_has_one_open_ticket_in_an_inbox(ticket: Ticket, cleo: Customer) -> None:
    refuses(lambda: make_ticket(ticket.inbox, cleo), "one_open_ticket")
    Ticket.objects.filter(pk=ticket.pk).update(
        status=Status.CLOSED, closed_at=NOON, close_reason="resolved"
    )
    assert make_ticket(ticket.inbox, cleo).number == ticket.number + 2


def test_urgency_follows_priority(ticket: Ticket) -> None:
    found = []
    for priority in ("low", "normal", "high", "urgent"):
        Ticket.objects.filter(pk=ticket.pk).update(priority=priority)
        found.append(Ticket.objects.get(pk=ticket.pk).urgency)
    assert found == [0, 1, 2, 3]


def test_each_other_rule_holds(ticket: Ticket, cleo: Customer, ada: User, sales: Team) -> None:
    cases: list[tuple[Change, str]] = [
        (lambda: TeamMembership.objects.create(team=sales, user=ada), "unique_team_member"),
        (
            lambda: AgentProfile.objects.filter(user=ada).update(present_until=None),
            "online_agent_has_an_end",
        ),
        (
            lambda: AgentSkill.objects.create(user=ada, skill="tax", proficiency=6),
            "proficiency_from_1_to_5",
        ),
        (
            lambda: CustomerIdentity.objects.create(
                customer=make_customer("Other"), channel="chat_app", external_id="cleo"
            ),
            "unique_identity",
        ),
        (
            lambda: CustomerIdentity.objects.create(
                customer=cleo, channel="chat_app", external_id="second", is_primary=True
            ),
            "one_primary_identity",
        ),
        (
            lambda: SLAPolicy.objects.create(team=sales, priority="low", resolution=0),
            "policy_resolution_positive",
        ),
        (
            lambda: CannedResponse.objects.create(shortcut="two words", title="x", body="x"),
            "shortcut_is_one_word",
        ),
        (
            lambda: SLAViolation.objects.create(
                ticket=ticket,
                kind="resolution",
                waiting_since=NOON,
                due_at=at(5),
                violated_at=NOON,
            ),
            "violated_when_due",
        ),
    ]
    for change, name in cases:
        refuses(change, name)


def test_what_is_for_all_is_unique_as_what_is_for_a_team(sales: Team) -> None:
    for team in (None, sales):
        Tag.objects.create(name="refund", team=team)
        refuses(lambda team=team: Tag.objects.create(name="refund", team=team), "unique_tag")
        CannedResponse.objects.create(shortcut="hi", title="Hi", body="Hello", team=team)
        refuses(
            lambda team=team: CannedResponse.objects.create(
                shortcut="hi", title="Hi", body="Hello", team=team
            ),
            "unique_shortcut",
        )


def test_one_policy_is_active_for_a_priority(sales: Team) -> None:
    SLAPolicy.objects.create(team=sales, priority="low", is_active=False)
    SLAPolicy.objects.create(team=sales, priority="low")
    refuses(lambda: SLAPolicy.objects.create(team=sales, priority="low"), "one_active_policy")


def test_a_promise_runs_once_and_is_broken_once(ticket: Ticket) -> None:
    SLAClock.objects.create(ticket=ticket, kind="resolution", started_at=NOON)
    refuses(
        lambda: SLAClock.objects.create(ticket=ticket, kind="resolution", started_at=at(1)),
        "one_running_clock",
    )
    broken = {"ticket": ticket, "kind": "resolution", "waiting_since": NOON}
    SLAViolation.objects.create(**broken, due_at=NOON, violated_at=NOON)
    refuses(
        lambda: SLAViolation.objects.create(**broken, due_at=at(1), violated_at=at(1)),
        "unique_violation",
    )


def test_a_bucket_is_one_row_per_window(cleo: Customer) -> None:
    bucket = {"customer": cleo, "kind": "message", "window": NOON}
    RateLimitBucket.objects.create(**bucket)
    refuses(lambda: RateLimitBucket.objects.create(**bucket), "unique_bucket")


MOVES = [
    ("pending", "sent", True),
    ("sent", "delivered", True),
    ("sent", "read", True),
    ("sent", "failed", True),
    ("pending", "cancelled", True),
    ("read", "delivered", False),
    ("delivered", "sent", False),
    ("sent", "pending", False),
    ("delivered", "failed", False),
    ("failed", "pending", False),
    ("cancelled", "sent", False),
]


@pytest.mark.parametrize(("before", "after", "is_allowed"), MOVES)
def test_a_delivery_only_moves_forward(
    ticket: Ticket, cleo: Customer, before: str, after: str, is_allowed: bool
) -> None:
    message = ticket.conversation.post(by=cleo.user, body="Hello")
    delivery = Delivery.objects.create(
        message=message,
        conversation=ticket.conversation,
        identity=cleo.identities.get(),
        inbox=ticket.inbox,
        seq=message.seq,
        status=before,
        next_try_at=NOON,
        created_at=NOON,
        changed_at=NOON,
    )
    rows = Delivery.objects.filter(pk=delivery.pk)
    if is_allowed:
        rows.update(status=after)
        assert rows.get().status == DeliveryStatus(after)
    else:
        refuses(lambda: rows.update(status=after), "only moves forward")


def test_secrets_are_encrypted_and_come_back(inbox: Inbox) -> None:
    inbox.secrets = {"token": "open sesame"}
    inbox.save(update_fields=["secrets"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT secrets FROM support_inbox WHERE id = %s", [inbox.pk])
        stored = bytes(cursor.fetchone()[0])
    assert b"sesame" not in stored and len(stored) > 50
    assert Inbox.objects.get(pk=inbox.pk).secrets == {"token": "open sesame"}


def test_secrets_outlive_a_new_key_and_not_a_lost_one(inbox: Inbox) -> None:
    with override_settings(SECRET_KEY="the first key"):
        inbox.secrets = {"token": "open sesame"}
        inbox.save(update_fields=["secrets"])
    with override_settings(SECRET_KEY="the next key", SECRET_KEY_FALLBACKS=["the first key"]):
        assert Inbox.objects.get(pk=inbox.pk).secrets == {"token": "open sesame"}
    with override_settings(SECRET_KEY="the next key"), pytest.raises(Unreadable):
        Inbox.objects.get(pk=inbox.pk)
