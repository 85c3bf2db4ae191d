"""Handing over what is to be sent.

A delivery is claimed and its try written down before the provider is called, and its end after.
A worker that dies between leaves it to another, which sends it with the same key.
"""

import time
from datetime import datetime

from django.utils import timezone

from support.models import Delivery, ExternalMessage
from transports import registry
from transports.base import Outgoing, Refused, TransportError

# Seconds after which another job goes on, so that none runs without end.
LONGEST_TURN = 30


def send_due() -> int:
    """Send what is due now, until nothing is; return how many were tried."""
    end, tried = time.monotonic() + LONGEST_TURN, 0
    while time.monotonic() < end and send_next(timezone.now()):
        tried += 1
    return tried


def send_next(now: datetime) -> bool:
    """Try the next delivery; return whether there was one."""
    delivery = Delivery.objects.claim(now)
    if delivery is None:
        return False
    _send(delivery, now)
    return True


def _send(delivery: Delivery, now: datetime) -> None:
    inbox = delivery.inbox
    try:
        external_id = registry.transport_of(inbox).send(_outgoing(delivery))
    except registry.NoTransport as error:
        delivery.put_off("no_transport", str(error), at=now)
    except Refused as refusal:
        inbox.worked()
        delivery.refused(refusal.code, str(refusal), at=now)
    except TransportError as trouble:
        inbox.failed(str(trouble), now=now)
        delivery.put_off(trouble.code, str(trouble), at=now, after=trouble.after)
    else:
        inbox.worked()
        delivery.was_sent(external_id, at=now)


def _outgoing(delivery: Delivery) -> Outgoing:
    message = delivery.message
    return Outgoing(
        key=delivery.pk,
        inbox=delivery.inbox,
        address=delivery.identity.external_id,
        text=message.message_body,
        attachment_ids=list(message.attachments.values_list("pk", flat=True)),
        reply_to=_called(delivery),
    )


def _called(delivery: Delivery) -> str:
    """What the provider calls the message that this one answers."""
    replied = delivery.message.reply_to_id
    if replied is None:
        return ""
    theirs = ExternalMessage.objects.filter(inbox=delivery.inbox, message=replied)
    ours = Delivery.objects.filter(inbox=delivery.inbox, message=replied).exclude(external_id="")
    found = theirs.values_list("external_id", flat=True).first()
    return found or ours.values_list("external_id", flat=True).first() or ""
