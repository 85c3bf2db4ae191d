"""What came in: each call as received, and what each provider calls each message."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from django.db import models

from chats.models import Message
from support.kinds import ArrivalState, DeliveryStatus
from support.models.columns import Keyed, one_of

if TYPE_CHECKING:
    from support.models.inbox import Inbox

# What lets somebody in is not kept.
PRIVATE = ("authorization", "cookie", "proxy-authorization")


class ArrivalQuerySet(models.QuerySet["Arrival"]):
    def keep(
        self,
        inbox: "Inbox",
        external_id: str,
        *,
        body: bytes,
        headers: Mapping[str, str],
        at: datetime,
    ) -> "Arrival":
        """The call as it came; the one that is kept already when it comes again."""
        kept = {name: value for name, value in headers.items() if name.lower() not in PRIVATE}
        fresh = self.model(
            inbox=inbox, external_id=external_id, body=body, headers=kept, received_at=at
        )
        self.bulk_create([fresh], ignore_conflicts=True)
        return self.select_related("inbox").get(inbox=inbox, external_id=external_id)

    def undone(self) -> "ArrivalQuerySet":
        """Those to be played again, the first one first."""
        return self.exclude(state=ArrivalState.PROCESSED).order_by("received_at")


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

    objects: ClassVar[ArrivalQuerySet] = ArrivalQuerySet.as_manager()  # type: ignore[assignment]

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

    def end(self, state: ArrivalState, error: str = "") -> None:
        """Note what became of it."""
        self.state, self.error = state, error
        self.save(update_fields=["state", "error"])


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
        "support.Inbox", on_delete=models.CASCADE, related_name="early_receipts", db_index=False
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
