"""How much one customer may ask of us in a while."""

from typing import ClassVar

from django.db import models

from support.kinds import LimitKind
from support.models.columns import Keyed, one_of


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

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["customer", "kind", "window"], name="unique_bucket"),
            one_of("kind", LimitKind, "valid_bucket_kind"),
        ]
        indexes = [models.Index(fields=["window"], name="bucket_by_window")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.count}"
