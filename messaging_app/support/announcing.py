"""Saying what is due soon, what is overdue, and whose sleep is over; each minute."""

from datetime import datetime

from support.models import SLAClock, Ticket


def announce(now: datetime) -> int:
    """Warn, tell of violations, escalate. One query when there is nothing to say.

    Returns how many clocks there was something to say of.
    """
    clocks = list(SLAClock.objects.to_look_at(now))
    for clock in clocks:
        clock.ticket.announce(clock.pk, now=now)
    return len(clocks)


def wake(now: datetime) -> int:
    """Wake those whose sleep is over; return how many that were."""
    tickets = list(Ticket.objects.asleep_until(now).order_by("pk"))
    for ticket in tickets:
        ticket.wake(at=now)
    return len(tickets)
