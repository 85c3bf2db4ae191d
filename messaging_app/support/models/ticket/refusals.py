"""What a verb of a ticket answers when it cannot be done."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from chats.models.message.posting import Conflict
from support.kinds import Status


class NotAllowed(ValidationError):
    """The ticket is in a state from which this does not follow; says what does."""

    def __init__(self, before: Status, allowed: Iterable[Status]) -> None:
        self.allowed = tuple(allowed)
        names = ", ".join(str(status.label) for status in self.allowed)
        text = _("This ticket is: %(before)s. From there it can become: %(allowed)s.")
        super().__init__(text % {"before": before.label, "allowed": names}, code="not_allowed")


class Taken(Conflict):
    """Somebody else was quicker; `assignee` says who."""

    def __init__(self, assignee: object, name: str) -> None:
        self.assignee = assignee
        super().__init__(_("%(name)s has taken this ticket.") % {"name": name})


class Full(Conflict):
    """The agent has as many open tickets as they take."""

    def __init__(self) -> None:
        super().__init__(_("You have as many open tickets as you take. Close one first."))
