"""Where a page of the conversation list ended, as it stands in an address."""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from chats.models.participant import ConversationParticipant

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class ListPosition:
    pinned_at: datetime | None
    active_at: datetime
    conversation_id: uuid.UUID

    @classmethod
    def of(cls, row: "ConversationParticipant") -> Self:
        """The position of a listed row."""
        return cls(row.pinned_at, row.active_at, row.conversation_id)

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Read what `str` wrote; None for anything else."""
        try:
            pinned, active, conversation_id = text.split("~")
            pinned_at = _from_micros(pinned) if pinned else None
            return cls(pinned_at, _from_micros(active), uuid.UUID(conversation_id))
        except (ValueError, OverflowError):
            return None

    def __str__(self) -> str:
        pinned = _micros(self.pinned_at) if self.pinned_at else ""
        return f"{pinned}~{_micros(self.active_at)}~{self.conversation_id}"


def _micros(at: datetime) -> int:
    return (at - EPOCH) // timedelta(microseconds=1)


def _from_micros(text: str) -> datetime:
    return EPOCH + timedelta(microseconds=int(text[:20]))
