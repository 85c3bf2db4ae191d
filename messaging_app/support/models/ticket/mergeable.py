"""Two tickets about one thing."""

from datetime import datetime
from typing import TYPE_CHECKING, cast

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from chats.models import User
from chats.models.changes import lock_in_order
from support import events, permissions
from support.kinds import CloseReason

if TYPE_CHECKING:
    from support.models.ticket import Ticket


class Mergeable(models.Model):
    class Meta:
        abstract = True

    def merge(self, into: "Ticket", *, by: User | None, at: datetime | None = None) -> None:
        """Close it as a duplicate of another open one of the same customer, which goes on.

        What was said stays where it was said; what the customer writes next goes to the other.
        Raises PermissionDenied, NotAllowed, ValidationError.
        """
        ticket, at = cast("Ticket", self), at or timezone.now()
        with transaction.atomic():
            lock_in_order([ticket.conversation_id, into.conversation_id])
            with ticket.changing(), into.changing():
                ticket.refuse_unless_may(permissions.MERGE, by)
                into.refuse_unless_may(permissions.MERGE, by)
                self._refuse_unlike(into)
                self._merge(into, by=by, at=at)

    def absorb_into(self, other: "Ticket", *, by: User, at: datetime) -> None:
        """The same for the tickets of two customers who are one from now on."""
        ticket = cast("Ticket", self)
        with transaction.atomic():
            lock_in_order([ticket.conversation_id, other.conversation_id])
            with ticket.changing(), other.changing():
                self._merge(other, by=by, at=at)

    def unmerge(self, *, by: User | None, at: datetime | None = None) -> None:
        """Part it from the one it went into: it is in the queue again. Raises ValidationError."""
        ticket, at = cast("Ticket", self), at or timezone.now()
        with ticket.changing():
            into = ticket.merged_into
            if into is None:
                raise ValidationError(_("This ticket was not merged."))
            ticket.refuse_unless_may(permissions.MERGE, by)
            ticket._set(merged_into=None)
            ticket._resume_resolution()
            ticket.queued_at = ticket.queued_at or at
            ticket._enqueue(events.TICKET_UNMERGED, None, by=by, at=at, old=into)

    def _merge(self, into: "Ticket", *, by: User | None, at: datetime) -> None:
        ticket = cast("Ticket", self)
        ticket._set(merged_into=into)
        ticket._close(CloseReason.DUPLICATE, by=by, at=at, merged_into=into)
        into._record(events.TICKET_MERGED, by=by, at=at, other=ticket)

    def _refuse_unlike(self, into: "Ticket") -> None:
        ticket = cast("Ticket", self)
        if ticket.pk == into.pk or ticket.customer_id != into.customer_id:
            raise ValidationError(_("Choose another ticket of the same customer."))
        if not into.is_open:
            raise ValidationError(_("The ticket to go on with is closed."))
