"""Reading what came in: the first time, and again."""

import structlog

from support import intake
from support.kinds import ArrivalState
from support.models import Arrival
from transports import registry
from transports.base import Garbled

log = structlog.get_logger(__name__)


def play(arrival: Arrival) -> bool:
    """Take in what a call says; what is stored already stays as it is.

    Each message is a transaction of its own: one for all would hold many customers at once, and
    two calls would wait for each other. Returns whether it could be read. Whatever else goes
    wrong is noted and raised.
    """
    try:
        _take_in(arrival)
    except Garbled as garbled:
        arrival.end(ArrivalState.FAILED, str(garbled) or "garbled")
        return False
    except Exception as error:
        arrival.end(ArrivalState.FAILED, type(error).__name__)
        log.warning("arrival_failed", arrival=str(arrival.pk), error=type(error).__name__)
        raise
    return True


def _take_in(arrival: Arrival) -> None:
    transport = registry.transport_of(arrival.inbox)
    items = transport.parse(arrival.inbox, arrival.headers, bytes(arrival.body))
    arrival.state = ArrivalState.RECEIVED
    intake.receive(items, arrival)
    if arrival.state == ArrivalState.RECEIVED:
        arrival.end(ArrivalState.PROCESSED)


def is_known(arrival: Arrival) -> bool:
    """Whether nothing is left to do for it."""
    return arrival.state in (ArrivalState.PROCESSED, ArrivalState.LIMITED)
