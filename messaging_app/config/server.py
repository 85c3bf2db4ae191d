"""The web server: uvicorn, started and stopped our way."""

import errno
import socket
import time

import uvicorn
from django.core.exceptions import ImproperlyConfigured

from chats.live import hub
from chats.models.message import gathering


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
        http="httptools",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        # Whom to believe about the client is settled by TRUSTED_PROXIES.
        proxy_headers=False,
        # Longer than a proxy keeps its own end open, so that it never writes into a closed one.
        timeout_keep_alive=75,
        timeout_graceful_shutdown=10,
    )
    gathering.open_here()
    Server(config).run(sockets=[listening])
    gathering.close_here()


def claim(host: str, port: int, *, patience: float = 5.0) -> socket.socket:
    """Return a listening socket; ImproperlyConfigured, with what to do, when there is none."""
    deadline = time.monotonic() + patience
    while True:
        try:
            return _listen(host, port)
        except OSError as error:
            # A run that was killed a moment ago has not yet let go of its port.
            if error.errno != errno.EADDRINUSE or time.monotonic() > deadline:
                raise ImproperlyConfigured(_why_not(error, host, port)) from error
            time.sleep(0.1)


def _listen(host: str, port: int) -> socket.socket:
    family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    listening = socket.socket(family)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(address)
        listening.listen(2048)
    except OSError:
        listening.close()
        raise
    return listening


def _why_not(error: OSError, host: str, port: int) -> str:
    match error.errno:
        case errno.EADDRINUSE:
            return f"Port {port} is taken: stop what uses it, or choose another with --port."
        case errno.EACCES:
            return f"Port {port} is reserved for root: choose one above 1023 with --port."
    return f"This machine has no address {host} ({error.strerror}): choose another with --host."
