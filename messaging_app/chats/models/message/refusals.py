"""Why a posting is not stored."""

from django.core.exceptions import PermissionDenied, ValidationError


class Conflict(Exception):
    """The client_id was used before, for other words."""


class Stranger(PermissionDenied):
    """Who wants to speak does not take part; to them, the conversation is not there."""


class Busy(Exception):
    """Somebody else holds the conversation; try again, or wait for it."""


Failure = ValidationError | PermissionDenied | Conflict
