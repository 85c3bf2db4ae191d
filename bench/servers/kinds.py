"""How each server is started: one process that answers, uvloop, HTTP/1.1, no log of requests."""

import sys
from collections.abc import Callable

from bench.bare import APP, UVICORN, Command
from bench.paths import VAR
from bench.peers.debian import NotAvailable
from bench.peers.venvs import python_of

BASE = "uvicorn"  # what the others are compared with
LENT = "uvicorn, lent transport"

GRANIAN = (
    *("-m", "granian", APP, "--port={port}", "--interface=asginl", "--loop=uvloop", "--workers=1"),
    # It answers no more at once than this, and an open stream counts.
    *("--http=1", "--no-ws", "--backlog=4096", "--backpressure=4096"),
)
# Its number of workers is that of further processes.
HYPERCORN = ("-m", "hypercorn", APP, "--bind=127.0.0.1:{port}", "-kuvloop", "--workers=0")


def kinds(say: Callable[[str], None]) -> dict[str, Command]:
    """The command of each server that can be had; what cannot is named with the reason."""
    here: dict[str, Command] = {
        BASE: UVICORN,
        LENT: (sys.executable, "-m", "bench.servers.lent", "{port}"),
    }
    try:
        python = python_of(VAR / "peers" / "servers", "servers")
    except NotAvailable as reason:
        say(f"granian and hypercorn are left out: {reason}")
        return here
    return {**here, "granian": (python, *GRANIAN), "hypercorn": (python, *HYPERCORN)}
