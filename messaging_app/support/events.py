"""What can happen at the desk, each kind with its sentence for people."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from chats.events import Kind, add

TICKET_OPENED: Final = "ticket.opened"
TICKET_IN_TRIAGE: Final = "ticket.in_triage"
TICKET_QUEUED: Final = "ticket.queued"
TICKET_FOR_SUPERVISOR: Final = "ticket.for_supervisor"
TICKET_ASSIGNED: Final = "ticket.assigned"
TICKET_TAKEN: Final = "ticket.taken"
TICKET_TRANSFERRED: Final = "ticket.transferred"
TICKET_HANDED_BACK: Final = "ticket.handed_back"
TICKET_PENDING_CUSTOMER: Final = "ticket.pending_customer"
TICKET_PENDING_AGENT: Final = "ticket.pending_agent"
TICKET_CLOSED: Final = "ticket.closed"
TICKET_REOPENED: Final = "ticket.reopened"
TICKET_SNOOZED: Final = "ticket.snoozed"
TICKET_WOKEN: Final = "ticket.woken"
TICKET_MERGED: Final = "ticket.merged"
TICKET_UNMERGED: Final = "ticket.unmerged"
TICKET_PRIORITY: Final = "ticket.priority"
TICKET_TAGGED: Final = "ticket.tagged"
TICKET_UNTAGGED: Final = "ticket.untagged"
TICKET_NOTED: Final = "ticket.noted"
TICKET_VIEWED: Final = "ticket.viewed"
TICKET_RATED: Final = "ticket.rated"
TICKET_LIMITED: Final = "ticket.limited"
SLA_WARNED: Final = "sla.warned"
SLA_VIOLATED: Final = "sla.violated"
SLA_ESCALATED: Final = "sla.escalated"
CUSTOMER_MERGED: Final = "customer.merged"
CUSTOMER_UNMERGED: Final = "customer.unmerged"
IDENTITY_LINKED: Final = "identity.linked"
DELIVERY_SENT: Final = "delivery.sent"
DELIVERY_DELIVERED: Final = "delivery.delivered"
DELIVERY_READ: Final = "delivery.read"
DELIVERY_FAILED: Final = "delivery.failed"
DELIVERY_CANCELLED: Final = "delivery.cancelled"

KINDS = (
    Kind(TICKET_OPENED, _("%(actor)s opened this ticket"), _("This ticket was opened")),
    Kind(TICKET_IN_TRIAGE, _("%(actor)s was asked for the team"), _("The team is asked for")),
    Kind(TICKET_QUEUED, _("%(actor)s put this into the queue"), _("This is in the queue")),
    Kind(
        TICKET_FOR_SUPERVISOR,
        _("%(actor)s asked a supervisor to look"),
        _("This waits for a supervisor"),
    ),
    Kind(
        TICKET_ASSIGNED,
        _("%(actor)s assigned this to %(person)s"),
        _("This was assigned to %(person)s"),
    ),
    Kind(TICKET_TAKEN, _("%(actor)s took this ticket")),
    Kind(TICKET_TRANSFERRED, _("%(actor)s transferred this"), _("This was transferred")),
    Kind(
        TICKET_HANDED_BACK,
        _("%(actor)s put this back into the queue"),
        _("This went back into the queue"),
    ),
    Kind(
        TICKET_PENDING_CUSTOMER,
        _("%(actor)s waits for the customer"),
        _("This waits for the customer"),
        is_shown=False,
    ),
    Kind(
        TICKET_PENDING_AGENT,
        _("%(actor)s waits for an answer"),
        _("This waits for an answer"),
        is_shown=False,
    ),
    Kind(TICKET_CLOSED, _("%(actor)s closed this ticket"), _("This ticket was closed")),
    Kind(TICKET_REOPENED, _("%(actor)s reopened this ticket"), _("This ticket was reopened")),
    Kind(TICKET_SNOOZED, _("%(actor)s snoozed this ticket"), _("This ticket sleeps")),
    Kind(TICKET_WOKEN, _("%(actor)s woke this ticket"), _("This ticket is awake again")),
    Kind(TICKET_MERGED, _("%(actor)s merged two tickets"), _("Two tickets were merged")),
    Kind(TICKET_UNMERGED, _("%(actor)s parted two tickets"), _("Two tickets were parted")),
    Kind(TICKET_PRIORITY, _("%(actor)s changed the priority"), _("The priority changed")),
    Kind(TICKET_TAGGED, _("%(actor)s added a tag"), _("A tag was added"), is_shown=False),
    Kind(TICKET_UNTAGGED, _("%(actor)s removed a tag"), _("A tag was removed"), is_shown=False),
    Kind(TICKET_NOTED, _("%(actor)s wrote a note"), _("A note was written"), is_shown=False),
    Kind(TICKET_VIEWED, _("%(actor)s looked in from outside the team"), is_shown=False),
    Kind(TICKET_RATED, _("%(actor)s rated this"), _("The customer rated this")),
    Kind(
        TICKET_LIMITED,
        _("%(actor)s wrote too much at once"),
        _("The customer wrote too much at once"),
    ),
    Kind(SLA_WARNED, _("%(actor)s said that an answer is due soon"), _("An answer is due soon")),
    Kind(SLA_VIOLATED, _("%(actor)s was too late"), _("An answer is overdue")),
    Kind(
        SLA_ESCALATED,
        _("%(actor)s told %(person)s that this is overdue"),
        _("%(person)s was told that this is overdue"),
    ),
    Kind(CUSTOMER_MERGED, _("%(actor)s merged two customers"), _("Two customers were merged")),
    Kind(CUSTOMER_UNMERGED, _("%(actor)s parted two customers"), _("Two customers were parted")),
    Kind(IDENTITY_LINKED, _("%(actor)s moved an address"), _("An address was moved")),
    Kind(DELIVERY_SENT, _("%(actor)s sent a message"), _("A message was sent"), is_shown=False),
    Kind(
        DELIVERY_DELIVERED,
        _("%(actor)s delivered a message"),
        _("A message was delivered"),
        is_shown=False,
    ),
    Kind(DELIVERY_READ, _("%(actor)s read a message"), _("A message was read"), is_shown=False),
    Kind(
        DELIVERY_FAILED,
        _("%(actor)s could not send a message"),
        _("A message could not be sent"),
        is_shown=False,
    ),
    Kind(
        DELIVERY_CANCELLED,
        _("%(actor)s stopped a message"),
        _("A message was stopped"),
        is_shown=False,
    ),
)


def register() -> None:
    add(*KINDS)
