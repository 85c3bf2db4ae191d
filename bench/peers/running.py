"""All peers that can be had here, from their setting up to their end."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench import postgresql
from bench.peers.channels import Channels
from bench.peers.ejabberd import Ejabberd
from bench.peers.peer import Peer
from bench.peers.synapse import Synapse

ALL: tuple[type[Peer], ...] = (Ejabberd, Channels, Synapse)


@contextmanager
def peers(home: Path, say: Callable[[str], None]) -> Iterator[Sequence[Peer]]:
    """Start them; one that cannot be started is named with the reason, and left out."""
    postgresql.let_peers_in()
    running: list[Peer] = []
    try:
        for kind in ALL:
            peer = kind(home)
            began = time.monotonic()
            try:
                peer.set_up()
            except Exception as failure:
                say(f"{peer.name} is left out: {type(failure).__name__}: {failure}")
                peer.stop()
            else:
                say(f"{peer.name} runs after {time.monotonic() - began:.0f} s")
                running.append(peer)
        yield running
    finally:
        for peer in running:
            peer.stop()
