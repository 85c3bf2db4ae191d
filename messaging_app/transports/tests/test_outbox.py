"""Handing over: in order, tried again, never lost, and never doubled for who honours keys."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from chats.models import Event, User
from chats.tests.test_concurrency import at_once
from support import intake
from support.inbound import Inbound
from support.kinds import DeliveryStatus, Health
from support.models import Delivery, Inbox, Team, Ticket
from support.models.delivery import LEASE, RETRIES
from support.tests.desk import make_agent, make_inbox
from transports import outbox
from transports.tests.pretending import TestTransport


@pytest.fixture
def sue(team: Team) -> User:
    return make_agent("Sue", team, "supervisor")


@pytest.fixture
def ticket(number: Inbox) -> Ticket:
    return begin(number, "+4670")


def begin(inbox: Inbox, address: str) -> Ticket:
    now = timezone.now()
    message = intake.hear(Inbound(inbox, f"in{address}", address, "Hello", now))
    assert message
    return Ticket.objects.get(conversation=message.conversation)


def only() -> Delivery:
    return Delivery.objects.get()


def texts(provider: TestTransport) -> list[str]:
    return [outgoing.text for outgoing in provider.sent]


def later(**span: Any) -> datetime:
    return timezone.now() + timedelta(**span)


def test_an_answer_and_its_delivery_are_one_transaction(
    ticket: Ticket, sue: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket.reply("Hi", by=sue)
    delivery = only()
    assert (delivery.status, delivery.identity.external_id) == ("pending", "+4670")

    def fail(*args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(type(Delivery.objects), "write", fail)
    with pytest.raises(RuntimeError):
        ticket.reply("Never said", by=sue)
    assert not ticket.conversation.messages.filter(message_body="Never said").exists()


def test_what_is_said_first_is_sent_first(
    ticket: Ticket, provider: TestTransport, sue: User
) -> None:
    for body in ("one", "two", "three"):
        ticket.reply(body, by=sue)
    provider.moods.append("500")
    assert outbox.send_due() == 1
    assert texts(provider) == []
    Delivery.objects.filter(message__message_body="one").update(next_try_at=timezone.now())
    assert outbox.send_due() == 3
    assert texts(provider) == ["one", "two", "three"]
    assert set(Delivery.objects.values_list("status", flat=True)) == {"sent"}


def test_one_that_waits_holds_up_nobody_elses(
    ticket: Ticket, number: Inbox, provider: TestTransport, sue: User
) -> None:
    other = begin(number, "+1")
    ticket.reply("waits", by=sue)
    other.reply("goes", by=sue)
    provider.moods.append("500")
    outbox.send_due()
    assert texts(provider) == ["goes"]


@pytest.mark.parametrize("mood", ["500", "timeout", "429"])
def test_it_is_tried_again_later_and_later_and_then_has_failed(
    ticket: Ticket, number: Inbox, provider: TestTransport, sue: User, mood: str
) -> None:
    ticket.reply("Hi", by=sue)
    now, waits = timezone.now(), []
    for __ in range(len(RETRIES) + 1):
        Inbox.objects.filter(pk=number.pk).update(failures=0, health=Health.OK, broken_until=None)
        provider.moods.append(mood)
        assert outbox.send_next(now)
        next_try = only().next_try_at
        assert next_try and not outbox.send_next(now)
        waits.append(next_try - now)
        now = next_try
    delivery = only()
    assert (delivery.status, delivery.error_code, delivery.attempts) == ("failed", mood, 6)
    for wait, planned in zip(waits[:-1], RETRIES, strict=True):
        asked = timedelta(hours=1) if mood == "429" else planned
        assert max(planned, asked) <= wait <= max(planned * 1.2, asked)
    log = delivery.log.all()
    assert [attempt.number for attempt in log] == [1, 2, 3, 4, 5, 6]
    assert all(attempt.error_code == mood and attempt.ended_at for attempt in log)
    event = Event.objects.get(kind="delivery.failed")
    assert (event.message, event.data["code"]) == (delivery.message, mood)


def test_what_is_refused_is_not_tried_again_until_somebody_asks(
    ticket: Ticket, provider: TestTransport, sue: User
) -> None:
    ticket.reply("Hi", by=sue)
    ticket.reply("and more", by=sue)
    provider.moods.append("refuse")
    outbox.send_due()
    failed = Delivery.objects.get(status="failed")
    assert (failed.error_code, texts(provider)) == ("blocked", ["and more"])
    again = failed.try_again(by=sue)
    assert failed.try_again(by=sue) == again and again != failed
    outbox.send_due()
    assert texts(provider) == ["and more", "Hi"]
    with pytest.raises(ValidationError):
        Delivery.objects.get(pk=again.pk).try_again(by=sue)


def test_what_is_cancelled_in_time_is_not_sent(
    ticket: Ticket, provider: TestTransport, sue: User
) -> None:
    ticket.reply("Never mind", by=sue)
    assert only().cancel(by=sue) is True
    assert outbox.send_due() == 0 and provider.sent == []
    ticket.reply("Sent", by=sue)
    outbox.send_due()
    assert Delivery.objects.get(status="sent").cancel(by=sue) is False


def test_a_worker_that_dies_leaves_it_to_another_with_the_same_key(
    ticket: Ticket, provider: TestTransport, sue: User
) -> None:
    ticket.reply("Hi", by=sue)
    now = timezone.now()
    for mood in ("takes it and dies", "crash"):
        provider.moods.append(mood)
        with pytest.raises((KeyboardInterrupt, RuntimeError)):
            outbox.send_next(now)
        assert not outbox.send_next(now + LEASE - timedelta(seconds=1))
        now += LEASE
    assert outbox.send_next(now)
    assert len(provider.sent) == 2 and len(provider.taken) == 1
    assert (only().status, only().external_id, only().attempts) == ("sent", "out-1", 3)
    assert [bool(attempt.ended_at) for attempt in only().log.all()] == [False, False, True]


def test_an_account_in_trouble_rests_and_one_tries_for_all(
    ticket: Ticket, number: Inbox, provider: TestTransport, sue: User
) -> None:
    tickets = [ticket, *(begin(number, f"+{n}") for n in range(1, 7))]
    for each in tickets:
        each.reply("Hi", by=sue)
    provider.moods.extend(["500"] * 6)
    assert outbox.send_due() == 5
    number.refresh_from_db()
    assert (number.health, number.failures, number.last_error) == ("broken", 5, "Something broke")
    assert number.broken_until
    Delivery.objects.update(next_try_at=timezone.now())
    assert not outbox.send_next(timezone.now())
    rested = number.broken_until + timedelta(seconds=1)
    assert outbox.send_next(rested) and not outbox.send_next(rested)
    number.refresh_from_db()
    assert number.broken_until > rested + timedelta(minutes=1)
    assert outbox.send_next(number.broken_until)
    number.refresh_from_db()
    assert (number.health, number.failures) == ("ok", 0)
    assert number.broken_until is None


def test_another_account_goes_on_meanwhile(
    ticket: Ticket, number: Inbox, team: Team, provider: TestTransport, sue: User
) -> None:
    other = begin(make_inbox(team, "Other", channel="sms"), "+1")
    for each in (ticket, other):
        each.reply("Hi", by=sue)
    Inbox.objects.filter(pk=number.pk).update(health=Health.BROKEN, broken_until=later(hours=1))
    assert outbox.send_due() == 1
    assert provider.sent[0].inbox == other.inbox


def test_a_channel_that_nobody_speaks_waits(
    ticket: Ticket, team: Team, provider: TestTransport, sue: User
) -> None:
    begin(make_inbox(team, "Website"), "visitor").reply("Hi", by=sue)
    outbox.send_due()
    assert (only().status, only().error_code) == ("pending", "no_transport")


def test_a_reply_says_what_it_answers(ticket: Ticket, provider: TestTransport, sue: User) -> None:
    asked = ticket.conversation.messages.get()
    ticket.reply("Hi", by=sue, reply_to_id=asked.pk)
    outbox.send_due()
    outgoing = provider.sent[0]
    assert (outgoing.reply_to, outgoing.key, outgoing.address) == ("in+4670", only().pk, "+4670")


def test_the_customers_own_words_go_nowhere(ticket: Ticket, provider: TestTransport) -> None:
    assert not Delivery.objects.exists()
    assert outbox.send_due() == 0


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_send_each_once(number: Inbox, provider: TestTransport, sue: User) -> None:
    for n in range(4):
        ticket = begin(number, f"+{n}")
        for body in ("1", "2", "3"):
            ticket.reply(body, by=sue)
    at_once([outbox.send_due] * 4)
    while outbox.send_due():
        pass
    assert len(provider.sent) == len(provider.taken) == 12
    assert set(Delivery.objects.values_list("status", flat=True)) == {DeliveryStatus.SENT}
    for n in range(4):
        theirs = [out.text for out in provider.sent if out.address == f"+{n}"]
        assert theirs == ["1", "2", "3"]
