"""What came in: each call as received, and what each provider calls each message."""

from typing import ClassVar

from django.db import models

from chats.models import Message
from support.kinds import ArrivalState, DeliveryStatus
from support.models.columns import Keyed, one_of


class Arrival(Keyed):
    """One inbound call of a provider, kept raw, so that it can be played again."""

    inbox = models.ForeignKey(
        "support.Inbox", on_delete=models.CASCADE, related_name="arrivals", db_index=False
    )
    external_id = models.CharField(max_length=255)
    body = models.BinaryField(default=bytes)
    headers = models.JSONField(default=dict)
    received_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=ArrivalState, default=ArrivalState.RECEIVED)
    error = models.TextField(blank=True)

    indexed_for: ClassVar[dict[str, str]] = {
        "unique_arrival": "a call that comes again is known",
        "arrival_by_time": "the latest calls, in the administration",
        "arrival_undone": "the few that are not done, to be played again",
    }

    class Meta:
        ordering = ["-received_at"]
        constraints = [
            models.UniqueConstraint(fields=["inbox", "external_id"], name="unique_arrival"),
            one_of("state", ArrivalState, "valid_arrival_state"),
            models.CheckConstraint(
                name="failed_arrival_says_why",
                condition=~models.Q(state=ArrivalState.FAILED) | ~models.Q(error=""),
            ),
        ]
        indexes = [
            models.Index(fields=["-received_at"], name="arrival_by_time"),
            models.Index(
                fields=["state", "received_at"],
                name="arrival_undone",
                condition=~models.Q(state=ArrivalState.PROCESSED),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.external_id}, {self.get_state_display()}"


class ExternalMessage(Keyed):
    """What a provider calls a message of a customer; the same one is never stored twice."""

    inbox = models.ForeignKey(
        "support.Inbox", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    external_id = models.CharField(max_length=255)
    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="external")

    indexed_for: ClassVar[dict[str, str]] = {
        "message": "what the provider calls a message that is answered",
        "unique_external_message": "each message once, and the one that a reply is to",
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["inbox", "external_id"], name="unique_external_message")
        ]

    def __str__(self) -> str:
        return self.external_id


class EarlyReceipt(Keyed):
    """A receipt that overtook the answer to its sending; waits for the message."""

    inbox = models.ForeignKey(
        "support.Inbox", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    external_id = models.CharField(max_length=255)
    status = models.CharField(max_length=10, choices=DeliveryStatus)
    at = models.DateTimeField()
    error = models.CharField(max_length=500, blank=True)

    indexed_for: ClassVar[dict[str, str]] = {
        "unique_early_receipt": "the receipts that wait for a message, each status once",
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["inbox", "external_id", "status"], name="unique_early_receipt"
            ),
            one_of("status", DeliveryStatus, "valid_early_receipt_status"),
        ]

    def __str__(self) -> str:
        return f"{self.external_id}, {self.get_status_display()}"
