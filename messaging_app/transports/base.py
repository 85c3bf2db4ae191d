"""What a transport is: it translates between a provider and us, and knows nothing else."""

import uuid
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from support.inbound import Inbound, Receipt
from support.models import Inbox


class Refused(Exception):
    """The provider will never take it, or the channel cannot say it."""

    def __init__(self, code: str, reason: str) -> None:
        self.code = code
        super().__init__(reason)


class TransportError(Exception):
    """It did not work and may work later; `after` is how long the provider asks us to wait."""

    def __init__(self, code: str, reason: str, after: timedelta | None = None) -> None:
        self.code, self.after = code, after
        super().__init__(reason)


class Garbled(Exception):
    """A call from outside that says nothing we know."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message to be handed over. `key` is the same each time it is tried."""

    key: uuid.UUID
    inbox: Inbox
    address: str
    text: str
    attachment_ids: Sequence[uuid.UUID] = ()
    reply_to: str = ""


class Transport(ABC):
    """One kind of way in and out. Raise Refused for good, TransportError to be tried again."""

    @abstractmethod
    def verify(self, inbox: Inbox, headers: Mapping[str, str], body: bytes) -> bool:
        """Whether the call is from whom it says it is."""

    @abstractmethod
    def call_id(self, inbox: Inbox, headers: Mapping[str, str], body: bytes) -> str:
        """What makes it the same call when it comes again."""

    @abstractmethod
    def parse(
        self, inbox: Inbox, headers: Mapping[str, str], body: bytes
    ) -> Sequence[Inbound | Receipt]:
        """What it says; raises Garbled."""

    @abstractmethod
    def send(self, outgoing: Outgoing) -> str:
        """Hand it to the provider; return what it is called there."""
