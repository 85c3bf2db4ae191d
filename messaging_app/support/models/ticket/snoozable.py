"""Asleep until later, and how urgent it is."""

from datetime import datetime
from typing import TYPE_CHECKING, cast

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from chats.models import User
from support import events, permissions
from support.kinds import Priority, Status
from support.models.ticket.moving import FOLLOWING
from support.models.ticket.refusals import NotAllowed

if TYPE_CHECKING:
    from support.models.ticket import Ticket


class Snoozable(models.Model):
    class Meta:
        abstract = True

    def snooze(self, until: datetime, *, by: User | None, at: datetime | None = None) -> None:
        """Let it rest until then; its time to a solution stands.

        Raises PermissionDenied, NotAllowed when closed, ValidationError for a time that is over.
        """
        ticket, at = cast("Ticket", self), at or timezone.now()
        with ticket.changing():
            ticket.refuse_unless_may(permissions.SNOOZE, by)
            self._refuse_closed()
            if until <= at:
                raise ValidationError(_("Choose a time to come."))
            old = ticket.snoozed_until
            ticket._set(snoozed_until=until)
            ticket._reckon(at)
            ticket._record(events.TICKET_SNOOZED, by=by, at=at, old=old, new=until)

    def wake(self, *, by: User | None = None, at: datetime | None = None) -> None:
        """End its sleep; nothing happens to one that is awake."""
        ticket, at = cast("Ticket", self), at or timezone.now()
        with ticket.changing():
            ticket.refuse_unless_may(permissions.SNOOZE, by)
            self._wake(by=by, at=at)

    def set_priority(self, priority: str, *, by: User | None, at: datetime | None = None) -> None:
        """Say how urgent it is; what is promised changes with it.

        Raises PermissionDenied, NotAllowed when closed.
        """
        ticket, at = cast("Ticket", self), at or timezone.now()
        with ticket.changing():
            ticket.refuse_unless_may(permissions.PRIORITISE, by)
            self._refuse_closed()
            self._prioritise(Priority(priority), by=by, at=at)

    def _prioritise(self, priority: Priority, *, by: User | None, at: datetime) -> None:
        ticket = cast("Ticket", self)
        old = ticket.priority
        if old != priority:
            ticket._set(priority=priority)
            ticket._reckon(at)
            ticket._record(events.TICKET_PRIORITY, by=by, at=at, old=str(old), new=str(priority))

    def _wake(self, *, by: User | None, at: datetime) -> None:
        ticket = cast("Ticket", self)
        old = ticket.snoozed_until
        if old is not None:
            ticket._set(snoozed_until=None)
            ticket._reckon(at)
            ticket._record(events.TICKET_WOKEN, by=by, at=at, old=old)

    def _refuse_closed(self) -> None:
        if not cast("Ticket", self).is_open:
            raise NotAllowed(Status.CLOSED, FOLLOWING[Status.CLOSED])
