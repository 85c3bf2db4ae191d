"""A provider for the tests, and the transport that speaks with it."""

import hashlib
import hmac
import json
from collections import deque
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from support.inbound import Inbound, Receipt
from support.models import Inbox
from transports.base import Garbled, Outgoing, Refused, Transport, TransportError

SECRET = "between the two of us"


class TestTransport(Transport):
    """Does what `moods` say, one for each sending, then works."""

    __test__ = False

    def __init__(self) -> None:
        self.moods: deque[str] = deque()
        self.taken: dict[str, str] = {}
        self.sent: list[Outgoing] = []

    def verify(self, inbox: Inbox, headers: Mapping[str, str], body: bytes) -> bool:
        return hmac.compare_digest(headers.get("X-Signature", ""), sign(body))

    def call_id(self, inbox: Inbox, headers: Mapping[str, str], body: bytes) -> str:
        return hashlib.sha256(body).hexdigest()

    def parse(
        self, inbox: Inbox, headers: Mapping[str, str], body: bytes
    ) -> Sequence[Inbound | Receipt]:
        try:
            return [_item(inbox, each) for each in json.loads(body)]
        except (ValueError, KeyError, TypeError) as error:
            raise Garbled(type(error).__name__) from error

    def send(self, outgoing: Outgoing) -> str:
        """Take it once for each key; moods say what else happens."""
        mood = self.moods.popleft() if self.moods else "works"
        if mood == "429":
            raise TransportError("429", "Too many", timedelta(hours=1))
        if mood in ("500", "timeout"):
            raise TransportError(mood, "Something broke")
        if mood == "refuse":
            raise Refused("blocked", "The customer does not want this")
        if mood == "crash":
            raise RuntimeError("a fault of ours")
        self.sent.append(outgoing)
        name = self.taken.setdefault(str(outgoing.key), f"out-{len(self.taken) + 1}")
        if mood == "takes it and dies":
            raise KeyboardInterrupt
        return name


def sign(body: bytes) -> str:
    return hmac.new(SECRET.encode(), body, "sha256").hexdigest()


def _item(inbox: Inbox, each: dict[str, Any]) -> Inbound | Receipt:
    at = datetime.fromtimestamp(each["at"], UTC)
    if "status" in each:
        return Receipt(inbox, each["id"], each["status"], at, each.get("error", ""))
    return Inbound(
        inbox,
        each["id"],
        each["from"],
        each["text"],
        at,
        profile_name=each.get("name", ""),
        reply_to=each.get("reply_to", ""),
    )
