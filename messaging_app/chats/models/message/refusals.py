"""Why a posting is not stored."""

from django.core.exceptions import PermissionDenied, ValidationError


class Conflict(Exception):
    """The client_id was used before, for other words."""


class Stranger(PermissionDenied):
    """Who wants to speak does not take part; to them, the conversation is not there."""


class Busy(Exception):
    """Somebody else holds the conversation; try again, or wait for it."""


class Full(Exception):
    """More waits to be written than this process takes; nothing was stored."""


class Unavailable(Exception):
    """The database stays away; whether the message is stored is known when it is sent again."""


Failure = ValidationError | PermissionDenied | Conflict
FAILURES = (ValidationError, PermissionDenied, Conflict)
