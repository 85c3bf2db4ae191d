"""How much one customer may ask of us in a while."""

import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import connection, models

from chats.models.keys import uuid7
from support.kinds import LimitKind
from support.models.columns import Keyed, one_of

if TYPE_CHECKING:
    from support.models.customer import Customer

WINDOWS = {
    LimitKind.MESSAGE: timedelta(minutes=1),
    LimitKind.CONVERSATION: timedelta(hours=1),
}

SPEND = """
INSERT INTO support_ratelimitbucket (id, customer_id, kind, "window", count)
VALUES (%s, %s, %s, %s, 1)
ON CONFLICT (customer_id, kind, "window")
DO UPDATE SET count = support_ratelimitbucket.count + 1
RETURNING count
"""


class RateLimitBucketQuerySet(models.QuerySet["RateLimitBucket"]):
    def spend(self, customer: "Customer", kind: LimitKind, now: datetime) -> int | None:
        """Use one of what the customer may; None when that was within the limit.

        Returns how many they are beyond it. One statement: of many at once each counts.
        """
        count = self._count(customer.pk, kind, now)
        beyond = count - settings.CUSTOMER_LIMITS[kind]
        return beyond if beyond > 0 else None

    def forget_before(self, now: datetime) -> int:
        """Delete the windows that are over."""
        return self.filter(window__lt=now - max(WINDOWS.values())).delete()[0]

    def _count(self, customer_id: uuid.UUID, kind: LimitKind, now: datetime) -> int:
        length = WINDOWS[kind].total_seconds()
        start = datetime.fromtimestamp(now.timestamp() // length * length, tz=now.tzinfo)
        with connection.cursor() as cursor:
            cursor.execute(SPEND, [uuid7(), customer_id, kind, start])
            count: int = cursor.fetchone()[0]
        return count


class RateLimitBucket(Keyed):
    customer = models.ForeignKey(
        "support.Customer", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=20, choices=LimitKind)
    window = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    indexed_for: ClassVar[dict[str, str]] = {
        "unique_bucket": "what a customer has used of this window, in one statement",
        "bucket_by_window": "windows that are over are forgotten each night",
    }

    objects: ClassVar[RateLimitBucketQuerySet] = RateLimitBucketQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["customer", "kind", "window"], name="unique_bucket"),
            one_of("kind", LimitKind, "valid_bucket_kind"),
        ]
        indexes = [models.Index(fields=["window"], name="bucket_by_window")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.count}"
