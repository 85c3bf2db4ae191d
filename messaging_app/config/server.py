"""The web server: uvicorn, started and stopped our way."""

import errno
import gc
import os
import socket
import time
from typing import Any

import uvicorn
from django.core.exceptions import ImproperlyConfigured
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from chats.live import hub
from chats.models.message import gathering
from chats.short.streaming import TRANSPORT

BACKLOG = 2048


class Protocol(HttpToolsProtocol):
    """HTTP that lends its connection to a response that lasts, so that it can write by itself."""

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope["extensions"] = {TRANSPORT: {"transport": self.transport}}


class Server(uvicorn.Server):
    """A server that takes no new connection, ends the streams, and then the rest."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for listener in self.servers:
            listener.close()
        hub.drain()  # uvicorn waits for open responses, and streams end only by themselves
        await super().shutdown(sockets)


def serve(listening: socket.socket) -> None:
    """Answer on `listening` until SIGTERM or SIGINT."""
    config = uvicorn.Config(
        "config.asgi:application",
        loop="uvloop",
        http=Protocol,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        backlog=BACKLOG,
        # Whom to believe about the client is settled by TRUSTED_PROXIES.
        proxy_headers=False,
        # Longer than a proxy keeps its own end open, so that it never writes into a closed one.
        timeout_keep_alive=75,
        timeout_graceful_shutdown=10,
    )
    gathering.open_here()
    # What was loaded stays: the collector need not look through it each time something is said.
    gc.collect()
    gc.freeze()
    Server(config).run(sockets=[listening])
    gathering.close_here()


def claim(host: str, port: int, count: int = 1, *, patience: float = 5.0) -> list[socket.socket]:
    """Return `count` sockets on one port, the first of which listens.

    Raises ImproperlyConfigured, with what to do, when the port cannot be had.
    """
    deadline = time.monotonic() + patience
    while True:
        try:
            return _sockets(host, port, count)
        except OSError as error:
            # A run that was killed a moment ago has not yet let go of its port.
            if error.errno != errno.EADDRINUSE or time.monotonic() > deadline:
                raise ImproperlyConfigured(_why_not(error, host, port)) from error
            time.sleep(0.1)


def renew(claimed: socket.socket) -> None:
    """Put a socket in the place of one whose process has died: who comes meets the others.

    It listens from when the next process serves on it.
    """
    fresh = _bound(claimed.family, claimed.getsockname(), shared=True)
    os.dup2(fresh.fileno(), claimed.fileno(), inheritable=False)
    fresh.close()


def _sockets(host: str, port: int, count: int) -> list[socket.socket]:
    family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    alone = _bound(family, address, shared=False)
    try:
        alone.listen(BACKLOG)
        if count == 1:
            return [alone]
        address = alone.getsockname()
    except OSError:
        alone.close()
        raise
    # Only a socket that shares with nobody finds out that the port is taken. From now on each
    # process has its own and the kernel spreads who comes; of one for all the quickest took most.
    alone.close()
    claimed = [_bound(family, address, shared=True) for _ in range(count)]
    claimed[0].listen(BACKLOG)
    return claimed


def _bound(family: int, address: Any, *, shared: bool) -> socket.socket:
    bound = socket.socket(family)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if shared:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    try:
        bound.bind(address)
    except OSError:
        bound.close()
        raise
    return bound


def _why_not(error: OSError, host: str, port: int) -> str:
    match error.errno:
        case errno.EADDRINUSE:
            return f"Port {port} is taken: stop what uses it, or choose another with --port."
        case errno.EACCES:
            return f"Port {port} is reserved for root: choose one above 1023 with --port."
    return f"This machine has no address {host} ({error.strerror}): choose another with --host."
