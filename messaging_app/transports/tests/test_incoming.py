"""What providers hand in: once, in order, from whom it says, and nothing lost."""

import json
import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from chats.models import Event, Message, User
from chats.tests.test_concurrency import at_once
from support import events, intake
from support.inbound import Inbound, Receipt
from support.kinds import ArrivalState, Status
from support.models import (
    Arrival,
    Customer,
    CustomerIdentity,
    Delivery,
    EarlyReceipt,
    Inbox,
    Team,
    Ticket,
)
from support.tests.desk import make_agent, make_inbox, make_team
from transports import arrivals
from transports.tests.conftest import Call
from transports.tests.pretending import TestTransport

THEN = int(datetime(2026, 3, 10, 12, tzinfo=UTC).timestamp())


def said(identity: str, sender: str = "+4670", text: str = "Hello", **more: Any) -> dict[str, Any]:
    return {"id": identity, "from": sender, "text": text, "at": THEN} | more


def packed(*items: dict[str, Any]) -> bytes:
    return json.dumps(items).encode()


def inbound(inbox: Inbox, identity: str, sender: str = "+4670", **more: Any) -> Inbound:
    fields: dict[str, Any] = {"text": "Hello", "sent_at": timezone.now()} | more
    return Inbound(inbox, identity, sender, **fields)


def bodies() -> list[str]:
    rows = Message.objects.filter(sender__kind="customer").order_by("seq")
    return list(rows.values_list("message_body", flat=True))


def test_a_call_becomes_a_customer_a_ticket_and_a_message(call: Call, number: Inbox) -> None:
    assert call(packed(said("m1", name="Cleo"))).status_code == 200
    message = Message.objects.get(sender__kind="customer")
    ticket = Ticket.objects.get()
    assert (message.message_body, message.sent_at.timestamp()) == ("Hello", THEN)
    assert (ticket.customer.name, ticket.inbox, ticket.status) == ("Cleo", number, Status.QUEUED)
    assert message.conversation == ticket.conversation
    assert not message.sender.has_usable_password()
    assert message.sender.email.endswith("@customer.invalid")
    assert CustomerIdentity.objects.get().external_id == "+4670"
    assert Arrival.objects.get().state == ArrivalState.PROCESSED


def test_the_same_call_and_the_same_message_twice_change_nothing(call: Call) -> None:
    first = packed(said("m1"), said("m2", text="Again"))
    for body in (first, first, packed(said("m2", text="Again"), said("m3", text="New"))):
        assert call(body).status_code == 200
    assert bodies() == ["Hello", "Again", "New"]
    assert Arrival.objects.count() == 2


def test_who_cannot_prove_who_they_are_changes_nothing(call: Call, client: Client) -> None:
    assert call(packed(said("m1")), signature="forged").status_code == 403
    assert call(packed(said("m1")), signature="").status_code == 403
    elsewhere = "/hooks/00000000-0000-7000-8000-000000000000/"
    assert client.post(elsewhere, b"[]", content_type="application/json").status_code == 404
    assert not Arrival.objects.exists() and not Ticket.objects.exists()


def test_an_inbox_that_is_off_is_not_there(call: Call, number: Inbox) -> None:
    Inbox.objects.filter(pk=number.pk).update(is_active=False)
    assert call(packed(said("m1"))).status_code == 404


@pytest.mark.parametrize("body", [b"", b"{", b"[1]", b'[{"id": "m1"}]', b"\xff\xfe"])
def test_garbage_is_kept_and_said_to_be_garbage(call: Call, body: bytes) -> None:
    assert call(body).status_code == 400
    arrival = Arrival.objects.get()
    assert (arrival.state, bytes(arrival.body)) == (ArrivalState.FAILED, body)
    assert arrival.error and not Ticket.objects.exists()


def test_what_lets_somebody_in_is_not_kept(call: Call) -> None:
    call(packed(said("m1")), Authorization="Bearer secret", Cookie="secret")
    kept = json.dumps(Arrival.objects.get().headers)
    assert "secret" not in kept and "X-Signature" in kept


def test_our_failure_is_a_500_and_the_next_call_makes_it_good(
    call: Call, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.raise_request_exception = False
    with monkeypatch.context() as patch:
        patch.setattr(intake, "identify", lambda inbound: 1 / 0)
        assert call(packed(said("m1"))).status_code == 500
    assert Arrival.objects.get().state == ArrivalState.FAILED
    assert call(packed(said("m1"))).status_code == 200
    assert bodies() == ["Hello"]


def test_failed_calls_are_played_again_by_command(call: Call) -> None:
    call(packed(said("m1")))
    Arrival.objects.update(state=ArrivalState.RECEIVED)
    call_command("replay_arrivals", inbox="Number")
    assert Arrival.objects.get().state == ArrivalState.PROCESSED
    assert bodies() == ["Hello"]


def test_a_batch_out_of_order_is_put_right(call: Call) -> None:
    call(packed(said("m2", text="second", at=THEN + 1), said("m1", text="first")))
    assert bodies() == ["first", "second"]
    assert Ticket.objects.get().first_message_at.timestamp() == THEN


def test_a_reply_is_to_the_message_that_it_answers(call: Call, number: Inbox, team: Team) -> None:
    call(packed(said("m1")))
    answer = Ticket.objects.get().reply("Hi", by=make_agent("Ada", team, "supervisor"))
    Delivery.objects.get(message=answer).was_sent("out-1", at=timezone.now())
    call(packed(said("m2", reply_to="m1"), said("m3", reply_to="out-1", at=THEN + 1)))
    call(packed(said("m4", sender="+1", reply_to="m1")))
    heard = Message.objects.exclude(external=None).select_related("external")
    replies = {message.external.external_id: message.reply_to_id for message in heard}
    first = Message.objects.get(external__external_id="m1")
    assert replies == {"m1": None, "m2": first.pk, "m3": answer.pk, "m4": None}


def test_nothing_that_was_written_is_cut(number: Inbox) -> None:
    long = "x" * 5000 + "y" * 10
    for __ in range(2):
        intake.hear(inbound(number, "m1", text=long))
    intake.hear(inbound(number, "m2", text=" ", kind="location"))
    assert bodies() == ["x" * 5000, "y" * 10, "[location]"]


def test_a_clock_that_is_ahead_is_set_right(number: Inbox) -> None:
    message = intake.hear(inbound(number, "m1", sent_at=timezone.now() + timedelta(days=1)))
    assert message and message.sent_at <= timezone.now()


def test_writing_reopens_within_a_week_and_begins_anew_after(number: Inbox) -> None:
    first = intake.hear(inbound(number, "m1"))
    ticket = Ticket.objects.get()
    ticket.close("resolved", by=None, at=timezone.now() - timedelta(days=6))
    again = intake.hear(inbound(number, "m2"))
    assert first and again and again.conversation == first.conversation
    ticket.close("resolved", by=None, at=timezone.now() - timedelta(days=8))
    later = intake.hear(inbound(number, "m3"))
    assert later and later.conversation != first.conversation
    ticket.refresh_from_db()
    assert (ticket.status, Ticket.objects.count()) == (Status.CLOSED, 2)


def test_ids_of_one_inbox_only_are_two_people_in_two(team: Team, number: Inbox) -> None:
    own = make_inbox(team, "Other", channel="sms", settings={"ids_of_its_own": True})
    for inbox, identity in ((number, "m1"), (own, "m2"), (own, "m3")):
        intake.hear(inbound(inbox, identity))
    assert Customer.objects.count() == 1
    intake.hear(inbound(own, "m4", sender="7"))
    assert CustomerIdentity.objects.get(external_id="7").inbox == own


def test_too_much_is_kept_answered_once_and_shown(call: Call, settings: Any) -> None:
    settings.CUSTOMER_LIMITS = {"message": 2, "conversation": 5}
    for n in range(5):
        assert call(packed(said(f"m{n}", text=str(n)))).status_code == 200
    call(packed(said("other", sender="+1", text="somebody else")))
    assert sorted(bodies()) == ["0", "1", "somebody else"]
    assert Arrival.objects.filter(state=ArrivalState.LIMITED).count() == 3
    assert Event.objects.filter(kind=events.TICKET_LIMITED).count() == 1
    assert Message.objects.filter(sender__kind="bot").count() == 1
    settings.CUSTOMER_LIMITS = {"message": 100, "conversation": 5}
    call_command("replay_arrivals")
    assert sorted(bodies()) == ["0", "1", "2", "3", "4", "somebody else"]
    assert not Arrival.objects.undone().exists()


def test_too_many_tickets_are_kept_without_a_call(number: Inbox, settings: Any) -> None:
    settings.CUSTOMER_LIMITS = {"message": 100, "conversation": 1}
    intake.hear(inbound(number, "m1"))
    Ticket.objects.get().close("spam", by=None, at=timezone.now() - timedelta(days=9))
    assert intake.hear(inbound(number, "m2", text="kept")) is None
    arrival = Arrival.objects.get()
    assert arrival.state == ArrivalState.LIMITED and b"kept" in bytes(arrival.body)


def sent(number: Inbox, agent: User) -> Delivery:
    intake.hear(inbound(number, "m1"))
    message = Ticket.objects.get().reply("Hi", by=agent)
    return Delivery.objects.get(message=message)


def test_receipts_move_forward_in_any_order(number: Inbox, team: Team) -> None:
    delivery = sent(number, make_agent("Ada", team, "supervisor"))
    delivery.was_sent("out-1", at=timezone.now())
    now = timezone.now()
    statuses = []
    for status in ("read", "delivered", "read", "sent", "failed"):
        intake.receive([Receipt(number, "out-1", status, now)])
        delivery.refresh_from_db()
        statuses.append(delivery.status)
    assert statuses == ["read"] * 5
    kinds = Event.objects.filter(kind__startswith="delivery").order_by("seq")
    assert list(kinds.values_list("kind", flat=True)) == ["delivery.sent", "delivery.read"]


def test_a_receipt_that_comes_first_waits_for_its_message(number: Inbox, team: Team) -> None:
    delivery = sent(number, make_agent("Ada", team, "supervisor"))
    for __ in range(2):
        intake.receive([Receipt(number, "out-1", "delivered", timezone.now())])
    assert EarlyReceipt.objects.count() == 1
    delivery.was_sent("out-1", at=timezone.now())
    delivery.refresh_from_db()
    assert (delivery.status, EarlyReceipt.objects.count()) == ("delivered", 0)


def deliver_at_once(workers: int, messages: int, senders: int) -> None:
    """Let workers deliver the same calls in random order: each message once, each sender once."""
    number = make_inbox(make_team("Sales"), "Number", channel="sms")
    calls = [packed(said(f"m{n}", f"+{n % senders}", str(n), at=THEN + n)) for n in range(messages)]

    def work(seed: int) -> None:
        shuffled = list(calls)
        random.Random(seed).shuffle(shuffled)  # noqa: S311 - the order of a test
        for body in shuffled:
            arrivals.play(
                Arrival.objects.keep(
                    number, body[:20].hex(), body=body, headers={}, at=timezone.now()
                )
            )

    at_once([lambda seed=seed: work(seed) for seed in range(workers)])
    assert Customer.objects.count() == CustomerIdentity.objects.count() == senders
    assert Ticket.objects.count() == Ticket.objects.open().count() == senders
    said_now = Message.objects.filter(sender__kind="customer")
    assert sorted(int(m.message_body) for m in said_now) == list(range(messages))
    assert not Arrival.objects.undone().exists()


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_store_each_message_once(provider: TestTransport, settings: Any) -> None:
    settings.CUSTOMER_LIMITS = {"message": 1000, "conversation": 5}
    deliver_at_once(workers=4, messages=12, senders=3)
