"""Where a page of hits ended, as it stands in an address."""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class HitPosition:
    sent_at: datetime
    message_id: uuid.UUID

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Read what `str` wrote; None for anything else."""
        try:
            micros, message_id = text.split("~")
            return cls(EPOCH + timedelta(microseconds=int(micros[:20])), uuid.UUID(message_id))
        except (ValueError, OverflowError):
            return None

    def __str__(self) -> str:
        return f"{(self.sent_at - EPOCH) // timedelta(microseconds=1)}~{self.message_id}"
