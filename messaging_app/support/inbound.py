"""What comes from outside, in our words: the only things a transport hands in."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from support.models import Inbox


@dataclass(frozen=True, slots=True)
class Inbound:
    """A message that a customer wrote; `media` are the ids of files that are stored already."""

    inbox: Inbox
    external_id: str
    address: str
    text: str
    sent_at: datetime
    profile_name: str = ""
    kind: str = "text"
    media: Sequence[Any] = ()
    reply_to: str = ""
    raw: bytes = field(default=b"", repr=False)

    def packed(self) -> bytes:
        """What it says, for the administration; the call itself where there was one."""
        kept = {"address": self.address, "text": self.text, "sent_at": self.sent_at.isoformat()}
        return self.raw or json.dumps(kept).encode()


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a provider says of a message that we sent: a status, or an error with it."""

    inbox: Inbox
    external_id: str
    status: str
    at: datetime
    error: str = ""
