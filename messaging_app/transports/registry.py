"""Which transport speaks for which channel."""

from support.kinds import Channel
from support.models import Inbox
from transports.base import Transport


class NoTransport(Exception):
    """Nothing here speaks this channel's protocol."""


_transports: dict[str, Transport] = {}


def add(channel: Channel, transport: Transport) -> None:
    """Called by a transport's app when the installation starts."""
    _transports[channel] = transport


def transport_of(inbox: Inbox) -> Transport:
    """Raises NoTransport."""
    try:
        return _transports[inbox.channel]
    except KeyError as error:
        raise NoTransport(inbox.channel) from error
