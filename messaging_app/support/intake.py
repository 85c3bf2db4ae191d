"""The outside world comes in here: identity, customer, ticket, `conversation.post`.

The same thing twice changes nothing, whatever the order, and however many workers do it.
"""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from chats.models import Message, User, UserKind, UserRole
from chats.models.message.body import LONGEST
from support.inbound import Inbound, Receipt
from support.kinds import ArrivalState, DeliveryStatus, LimitKind
from support.models import (
    Arrival,
    Customer,
    CustomerIdentity,
    Delivery,
    EarlyReceipt,
    ExternalMessage,
    RateLimitBucket,
    Ticket,
)
from support.models.delivery import hold_external_id

NAMELESS = "Visitor"
LONGEST_NAME = 150


def receive(
    items: Iterable[Inbound | Receipt], arrival: Arrival | None = None
) -> list[Message | None]:
    """Take in what one call brought, messages in the order in which they were written.

    Returns the message of each that is stored; None for a receipt and for what was too much,
    which marks the arrival as held back.
    """
    ordered = sorted(items, key=lambda item: (isinstance(item, Receipt), _moment(item)))
    return [_take_in(item, arrival) for item in ordered]


def _take_in(item: Inbound | Receipt, arrival: Arrival | None) -> Message | None:
    if isinstance(item, Inbound):
        return hear(item, arrival)
    note(item)
    return None


def hear(inbound: Inbound, arrival: Arrival | None = None) -> Message | None:
    """Store a customer's message in their ticket; one that is stored already is returned.

    Returns None for what was more than a customer may send; that is kept as an arrival.
    """
    known = _stored(inbound)
    if known:
        return known
    with transaction.atomic():
        customer = _hold_customer(inbound)
        known = _stored(inbound)
        if known:
            return known
        ticket = _ticket_for(customer, inbound) if _may_send(customer, inbound) else None
        if ticket is None:
            _keep(inbound, arrival)
            return None
        return _post(ticket, customer, inbound)


def note(receipt: Receipt) -> None:
    """Move a delivery forward; the receipt of a message nobody knows yet waits for it."""
    with transaction.atomic():
        hold_external_id(receipt.inbox.pk, receipt.external_id)
        delivery = Delivery.objects.filter(
            inbox=receipt.inbox, external_id=receipt.external_id
        ).first()
        status = DeliveryStatus(receipt.status)
        if delivery:
            delivery.advance(status, at=_at_most_now(receipt.at), error=receipt.error)
            return
        EarlyReceipt.objects.get_or_create(
            inbox=receipt.inbox,
            external_id=receipt.external_id,
            status=status,
            defaults={"at": _at_most_now(receipt.at), "error": receipt.error[:500]},
        )


def identify(inbound: Inbound) -> CustomerIdentity:
    """Whose address it is; a new one is a new customer, the same one for all who ask at once."""
    found = _identity(inbound)
    if found:
        return found
    try:
        with transaction.atomic():
            return _introduce(inbound)
    except IntegrityError:
        # Another worker met them at the same moment, and has committed.
        found = _identity(inbound)
        if found is None:
            raise
        return found


def _hold_customer(inbound: Inbound) -> Customer:
    """The customer, held; an address may go to another one before that."""
    while True:
        identity = identify(inbound)
        customer = (
            Customer.objects.select_for_update(of=("self",), no_key=True)
            .select_related("user")
            .get(pk=identity.customer_id)
        )
        identity.refresh_from_db(fields=["customer"])
        if identity.customer_id == customer.pk:
            return customer


def _identity(inbound: Inbound) -> CustomerIdentity | None:
    rows = CustomerIdentity.objects.filter(
        channel=inbound.inbox.channel, external_id=inbound.address
    )
    return rows.filter(inbox=None).first() or rows.filter(inbox=inbound.inbox).first()


def _introduce(inbound: Inbound) -> CustomerIdentity:
    name = inbound.profile_name.strip()[:LONGEST_NAME] or NAMELESS
    user = User(first_name=name, last_name="-", kind=UserKind.CUSTOMER, role=UserRole.GUEST)
    user.email = f"{user.pk}@customer.invalid"
    user.set_unusable_password()
    user.save()
    customer = Customer.objects.create(user=user, name=name)
    is_local = bool(inbound.inbox.settings.get("ids_of_its_own"))
    return CustomerIdentity.objects.create(
        customer=customer,
        channel=inbound.inbox.channel,
        external_id=inbound.address,
        inbox=inbound.inbox if is_local else None,
        is_primary=True,
    )


def _ticket_for(customer: Customer, inbound: Inbound) -> Ticket | None:
    """The open one, one closed lately, or a new one; None when these were too many."""
    rows = Ticket.objects.filter(customer=customer, inbox=inbound.inbox)
    last: Ticket | None = rows.open().first() or rows.order_by("-opened_at").first()
    if last and not last.is_open and last.merged_into and last.merged_into.is_open:
        return last.merged_into
    at = _at_most_now(inbound.sent_at)
    if last and (last.is_open or last.is_reopened_by_writing(at)):
        return last
    if RateLimitBucket.objects.spend(customer, LimitKind.CONVERSATION, timezone.now()) is None:
        found: Ticket = Ticket.objects.begin(customer=customer, inbox=inbound.inbox, at=at)
        return found
    return None


def _may_send(customer: Customer, inbound: Inbound) -> bool:
    beyond = RateLimitBucket.objects.spend(customer, LimitKind.MESSAGE, timezone.now())
    if beyond is not None:
        _tell_limit(customer, inbound, is_first=beyond == 1)
    return beyond is None


def _tell_limit(customer: Customer, inbound: Inbound, *, is_first: bool) -> None:
    """Answer once in a window, and show it to the team."""
    ticket = Ticket.objects.filter(customer=customer, inbox=inbound.inbox).first()
    if ticket and is_first:
        ticket.limited(by=customer.user)


def _keep(inbound: Inbound, arrival: Arrival | None) -> None:
    """What is too much is kept as it arrived, to be played again."""
    if arrival is None:
        arrival, __ = Arrival.objects.get_or_create(
            inbox=inbound.inbox,
            external_id=inbound.external_id,
            defaults={"received_at": timezone.now(), "body": inbound.packed()},
        )
    arrival.end(ArrivalState.LIMITED)


def _post(ticket: Ticket, customer: Customer, inbound: Inbound) -> Message:
    conversation = ticket.conversation
    conversation.add_participant(customer.user)
    more: dict[str, Any] = {"reply_to_id": _replied(inbound, ticket)}
    more |= {"attachment_ids": inbound.media}
    said = []
    for number, part in enumerate(_parts(inbound)):
        once = uuid.uuid5(inbound.inbox.pk, f"{inbound.external_id}#{number}")
        at = _at_most_now(inbound.sent_at)
        said.append(
            conversation.post(by=customer.user, body=part, client_id=once, sent_at=at, **more)
        )
        more = {}
    ExternalMessage.objects.create(
        inbox=inbound.inbox, external_id=inbound.external_id, message=said[0]
    )
    return said[0]


def _parts(inbound: Inbound) -> list[str]:
    """Nothing that somebody wrote is cut: what is too long for one message is several."""
    text = inbound.text.strip()
    if not text:
        return ["" if inbound.media else f"[{inbound.kind}]"]
    return [text[start : start + LONGEST] for start in range(0, len(text), LONGEST)]


def _replied(inbound: Inbound, ticket: Ticket) -> uuid.UUID | None:
    """The message that this one answers, if it is of the same conversation."""
    if not inbound.reply_to:
        return None
    wanted = {"inbox": inbound.inbox, "external_id": inbound.reply_to}
    here = Message.objects.filter(conversation=ticket.conversation_id)
    theirs = here.filter(pk__in=ExternalMessage.objects.filter(**wanted).values("message"))
    ours = here.filter(pk__in=Delivery.objects.filter(**wanted).values("message"))
    found: Message | None = theirs.first() or ours.first()
    return found.pk if found else None


def _stored(inbound: Inbound) -> Message | None:
    rows = ExternalMessage.objects.filter(inbox=inbound.inbox, external_id=inbound.external_id)
    found = rows.select_related("message").first()
    return found.message if found else None


def _moment(item: Inbound | Receipt) -> datetime:
    return item.sent_at if isinstance(item, Inbound) else item.at


def _at_most_now(at: datetime) -> datetime:
    """A provider's clock may be ahead of ours."""
    return min(at, timezone.now())
