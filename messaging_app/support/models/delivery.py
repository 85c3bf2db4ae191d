"""A message on its way out to a provider, and each try to hand it over."""

import random
import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from chats.models import Conversation, Message, User
from support import events
from support.kinds import DeliveryStatus, Health
from support.models.columns import Keyed, one_of

if TYPE_CHECKING:
    from support.models.ticket import Ticket

OVER = (DeliveryStatus.FAILED, DeliveryStatus.CANCELLED)
FORWARD = (
    DeliveryStatus.PENDING,
    DeliveryStatus.SENT,
    DeliveryStatus.DELIVERED,
    DeliveryStatus.READ,
)
EVENTS = {
    DeliveryStatus.SENT: events.DELIVERY_SENT,
    DeliveryStatus.DELIVERED: events.DELIVERY_DELIVERED,
    DeliveryStatus.READ: events.DELIVERY_READ,
    DeliveryStatus.FAILED: events.DELIVERY_FAILED,
    DeliveryStatus.CANCELLED: events.DELIVERY_CANCELLED,
}

RETRIES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360))
# Whoever has claimed one and says nothing for so long has died; another one tries.
LEASE = timedelta(minutes=2)
# Many that failed together do not come back together.
JITTER = 0.2
_random = random.SystemRandom()


def hold_external_id(inbox_id: uuid.UUID, external_id: str) -> None:
    """Let a receipt and the answer to the sending of one message wait for each other."""
    with connection.cursor() as cursor:
        key = f"delivery:{inbox_id}:{external_id}"
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


def ask_to_send() -> None:
    """Let the worker send what is due, once this is committed."""
    app.configure_task("transports.send_due").defer()


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def write(self, message: Message, ticket: "Ticket") -> "Delivery | None":
        """Put a message on its way to the customer; None when they have no address there."""
        if ticket.customer is None:
            return None
        addresses = ticket.customer.identities.filter(channel=ticket.inbox.channel)
        here = addresses.filter(models.Q(inbox=None) | models.Q(inbox=ticket.inbox_id))
        identity = here.order_by("-is_primary", "-created_at").first()
        if identity is None:
            return None
        now = timezone.now()
        delivery = self.create(
            message=message,
            conversation_id=message.conversation_id,
            identity=identity,
            inbox=ticket.inbox,
            seq=message.seq,
            next_try_at=now,
            created_at=now,
            changed_at=now,
        )
        ask_to_send()
        return delivery

    def due(self, now: datetime) -> "DeliveryQuerySet":
        """Those to be tried: nothing said earlier waits, and their account is not at rest."""
        earlier = Delivery.objects.filter(
            conversation=models.OuterRef("conversation"),
            status=DeliveryStatus.PENDING,
            seq__lt=models.OuterRef("seq"),
        )
        waiting = self.filter(status=DeliveryStatus.PENDING, next_try_at__lte=now)
        working = waiting.filter(inbox__is_active=True).exclude(
            inbox__health=Health.BROKEN, inbox__broken_until__gt=now
        )
        return working.exclude(models.Exists(earlier)).order_by("next_try_at", "pk")

    def claim(self, now: datetime) -> "Delivery | None":
        """Take the next one and write down that it is tried; nobody else has it for a while."""
        with transaction.atomic():
            rows = self.due(now).select_related("inbox", "identity", "message", "conversation")
            delivery: Delivery | None = rows.select_for_update(
                of=("self",), no_key=True, skip_locked=True
            ).first()
            if delivery is None or not delivery.inbox.probe(now, until=now + LEASE):
                return None
            delivery.attempts += 1
            delivery.next_try_at = now + LEASE
            delivery.save(update_fields=["attempts", "next_try_at"])
            delivery.log.create(number=delivery.attempts, started_at=now)
            return delivery


class Delivery(Keyed):
    message = models.ForeignKey(
        Message, on_delete=models.CASCADE, related_name="deliveries", db_index=False
    )
    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    identity = models.ForeignKey(
        "support.CustomerIdentity", on_delete=models.CASCADE, related_name="deliveries"
    )
    inbox = models.ForeignKey(
        "support.Inbox", on_delete=models.CASCADE, related_name="deliveries", db_index=False
    )
    # The message's number: what is said first is sent first.
    seq = models.BigIntegerField(editable=False)
    status = models.CharField(max_length=10, choices=DeliveryStatus, default=DeliveryStatus.PENDING)
    external_id = models.CharField(max_length=255, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    error_code = models.CharField(max_length=50, blank=True)
    error = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    indexed_for: ClassVar[dict[str, str]] = {
        "identity": "what is on its way to an address, when it goes",
        "one_living_delivery": "a message goes to an address once; its delivery, in the history",
        "delivery_by_external_id": "the delivery that a receipt speaks of",
        "delivery_due": "what is to be tried now",
        "delivery_in_order": "whether something said earlier still waits",
        "delivery_by_inbox": "how an account does: what failed there lately",
    }

    objects: ClassVar[DeliveryQuerySet] = DeliveryQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name_plural = "deliveries"
        ordering = ["-created_at"]
        constraints = [
            one_of("status", DeliveryStatus, "valid_delivery_status"),
            models.UniqueConstraint(
                fields=["message", "identity"],
                name="one_living_delivery",
                condition=~models.Q(status__in=OVER),
            ),
            models.UniqueConstraint(
                fields=["inbox", "external_id"],
                name="delivery_by_external_id",
                condition=~models.Q(external_id=""),
            ),
            models.CheckConstraint(
                name="pending_delivery_has_a_time",
                condition=~models.Q(status=DeliveryStatus.PENDING)
                | models.Q(next_try_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                name="delivery_due",
                condition=models.Q(status=DeliveryStatus.PENDING),
            ),
            models.Index(
                fields=["conversation", "seq"],
                name="delivery_in_order",
                condition=models.Q(status=DeliveryStatus.PENDING),
            ),
            models.Index(fields=["inbox", "status", "-changed_at"], name="delivery_by_inbox"),
        ]

    def __str__(self) -> str:
        return f"{self.identity}: {self.get_status_display()}"

    def was_sent(self, external_id: str, *, at: datetime) -> None:
        """The provider took it, and calls it so; receipts that came before count now."""
        with transaction.atomic():
            hold_external_id(self.inbox_id, external_id)
            self._end_attempt(at)
            self.advance(DeliveryStatus.SENT, at=at, external_id=external_id)
            early = self.inbox.early_receipts.filter(external_id=external_id)
            for receipt in early.order_by("at"):
                self.advance(DeliveryStatus(receipt.status), at=receipt.at, error=receipt.error)
            early.delete()

    def put_off(
        self, code: str, error: str, *, at: datetime, after: timedelta | None = None
    ) -> None:
        """It did not work and may work later; the last time it has failed."""
        with transaction.atomic():
            self._end_attempt(at, code, error)
            if self.attempts > len(RETRIES):
                self.advance(DeliveryStatus.FAILED, at=at, code=code, error=error)
                return
            wait = RETRIES[self.attempts - 1] * (1 + _random.uniform(0, JITTER))
            self.next_try_at = at + max(wait, after or wait)
            self.error_code, self.error = code[:50], error[:500]
            self.save(update_fields=["next_try_at", "error_code", "error"])

    def refused(self, code: str, error: str, *, at: datetime) -> None:
        """The provider will never take it."""
        with transaction.atomic():
            self._end_attempt(at, code, error)
            self.advance(DeliveryStatus.FAILED, at=at, code=code, error=error)

    def advance(
        self,
        to: DeliveryStatus,
        *,
        at: datetime,
        by: User | None = None,
        code: str = "",
        error: str = "",
        external_id: str = "",
    ) -> bool:
        """Move forward and record it; what is behind changes nothing. Says whether it moved."""
        with transaction.atomic():
            self.conversation.lock()
            self.refresh_from_db(fields=["status", "external_id"])
            if not self._leads_to(to):
                return False
            old, self.status, self.changed_at = self.status, to, at
            self.external_id = self.external_id or external_id
            self.error_code, self.error = code[:50], error[:500]
            self.save(update_fields=["status", "changed_at", "external_id", "error_code", "error"])
            self.conversation.record(
                EVENTS[to],
                actor=by,
                message=self.message,
                delivery=str(self.pk),
                actor_kind="user" if by else "system",
                old=str(old),
                new=str(to),
                code=code,
            )
        return True

    def cancel(self, *, by: User) -> bool:
        """Stop it before it is sent; return whether that was in time."""
        with transaction.atomic():
            self.conversation.lock()
            self.refresh_from_db(fields=["status"])
            is_waiting = self.status == DeliveryStatus.PENDING
            return is_waiting and self.advance(DeliveryStatus.CANCELLED, at=timezone.now(), by=by)

    def try_again(self, *, by: User) -> "Delivery":
        """Send what has failed once more: a new delivery, the old one stays as it is."""
        if self.status != DeliveryStatus.FAILED:
            raise ValidationError(_("Only what has failed is sent again."))
        with transaction.atomic():
            self.conversation.lock()
            now = timezone.now()
            fields: dict[str, Any] = {"next_try_at": now, "created_at": now, "changed_at": now}
            again, is_new = Delivery.objects.exclude(status__in=OVER).get_or_create(
                message=self.message,
                identity=self.identity,
                defaults=fields
                | {"conversation": self.conversation, "inbox": self.inbox, "seq": self.seq},
            )
            if is_new:
                ask_to_send()
        return again

    def _leads_to(self, to: DeliveryStatus) -> bool:
        before = DeliveryStatus(self.status)
        if before in OVER:
            return False
        if to in OVER:
            return before in (DeliveryStatus.PENDING, DeliveryStatus.SENT)
        return FORWARD.index(to) > FORWARD.index(before)

    def _end_attempt(self, at: datetime, code: str = "", error: str = "") -> None:
        tries = self.log.filter(number=self.attempts)
        tries.update(ended_at=at, error_code=code[:50], error=error[:500])


class DeliveryAttempt(Keyed):
    """Written before the call, so that one that never came back is seen, too."""

    delivery = models.ForeignKey(
        Delivery, on_delete=models.CASCADE, related_name="log", db_index=False
    )
    number = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    error_code = models.CharField(max_length=50, blank=True)
    error = models.CharField(max_length=500, blank=True)

    indexed_for: ClassVar[dict[str, str]] = {"unique_attempt": "the tries of a delivery, in order"}

    class Meta:
        ordering = ["delivery", "number"]
        constraints = [
            models.UniqueConstraint(fields=["delivery", "number"], name="unique_attempt")
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.error_code or 'ok'}"
