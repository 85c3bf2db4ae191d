"""A message on its way out to a provider, and each try to hand it over."""

from typing import ClassVar

from django.db import models

from chats.models import Conversation, Message
from support.kinds import DeliveryStatus
from support.models.columns import Keyed, one_of

OVER = (DeliveryStatus.FAILED, DeliveryStatus.CANCELLED)


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
