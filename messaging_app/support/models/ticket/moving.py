"""From state to state: what may follow what, and how a change is made and recorded."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from django.db import models, transaction

from chats.models import Event, Message, User
from support.kinds import HELD, Status
from support.models.ticket.refusals import NotAllowed

if TYPE_CHECKING:
    from support.models.ticket import Ticket

FOLLOWING: Mapping[Status, tuple[Status, ...]] = {
    Status.NEW: (Status.TRIAGE,),
    Status.TRIAGE: (Status.QUEUED, Status.ASSIGNED, Status.CLOSED),
    Status.QUEUED: (Status.ASSIGNED, Status.CLOSED),
    Status.ASSIGNED: (
        Status.PENDING_CUSTOMER,
        Status.PENDING_AGENT,
        Status.QUEUED,
        Status.CLOSED,
    ),
    Status.PENDING_CUSTOMER: (
        Status.PENDING_AGENT,
        Status.ASSIGNED,
        Status.QUEUED,
        Status.CLOSED,
    ),
    Status.PENDING_AGENT: (
        Status.PENDING_CUSTOMER,
        Status.ASSIGNED,
        Status.QUEUED,
        Status.CLOSED,
    ),
    Status.CLOSED: (Status.ASSIGNED, Status.QUEUED),
}

# What never changes keeps its cached row.
FIXED = ("id", "conversation", "inbox", "number", "urgency", "opened_at")


class Moving(models.Model):
    class Meta:
        abstract = True

    @property
    def is_open(self) -> bool:
        return cast("Ticket", self).status != Status.CLOSED

    @property
    def is_held(self) -> bool:
        return cast("Ticket", self).status in HELD

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Hold the conversation, and with it the ticket, and know how it stands now.

        Whatever changes a ticket locks its conversation first, as a message does.
        """
        ticket = cast("Ticket", self)
        with transaction.atomic():
            ticket.conversation.lock()
            names = [field.name for field in self._meta.concrete_fields if field.name not in FIXED]
            ticket.refresh_from_db(fields=names)
            yield

    def refuse_unless_it_follows(self, *wanted: Status) -> None:
        """Raise NotAllowed unless one of these may come next."""
        status = Status(cast("Ticket", self).status)
        if not set(wanted) & set(FOLLOWING[status]):
            raise NotAllowed(status, FOLLOWING[status])

    def _move(self, to: Status, **fields: Any) -> None:
        ticket = cast("Ticket", self)
        if not (ticket.status == to and to in HELD):
            self.refuse_unless_it_follows(to)
        self._set(status=to, **fields)

    def _set(self, **fields: Any) -> None:
        for name, value in fields.items():
            setattr(self, name, value)
        cast("Ticket", self).save(update_fields=list(fields))

    def _record(
        self,
        kind: str,
        *,
        by: User | None,
        at: datetime,
        message: Message | None = None,
        **data: Any,
    ) -> Event:
        """Append what happened, who did it in which way, and when by the ticket's own time."""
        kept = {name: _plain(value) for name, value in data.items() if value is not None}
        return cast("Ticket", self).conversation.record(
            kind,
            actor=by,
            message=message,
            actor_kind="user" if by else "system",
            time=at.isoformat(),
            **kept,
        )


def _plain(value: Any) -> Any:
    if isinstance(value, models.Model):
        return str(value.pk)
    if isinstance(value, datetime):
        return value.isoformat()
    return value
