"""Several machines on this one: network namespaces, joined by cables that can be pulled.

Root makes them as they are, anybody else in a user namespace of their own. Where the system
allows neither, the machines are processes on the loopback, joined by wires that can be cut.
"""

import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field

from config.tests.journeys.wire import Wire
from config.tests.processes.hosts import free_port

PLACES = ("one", "two", "database", "bus")
NET = "10.77.0"
READY = "ready"
# Debian keeps it where an ordinary user does not look.
IP = shutil.which("ip", path=f"{os.environ['PATH']}:/usr/sbin:/sbin") or "ip"
MAKE = "\n".join(
    [
        "set -e",
        "mount -t tmpfs tmpfs /run",  # where the names of namespaces are kept
        f"{IP} link add switch type bridge",
        f"{IP} link set switch up",
        *(
            f"""
            {IP} netns add {place}
            {IP} link add to-{place} type veth peer name cable netns {place}
            {IP} link set to-{place} master switch up
            {IP} -n {place} addr add {NET}.{number}/24 dev cable
            {IP} -n {place} link set cable up
            {IP} -n {place} link set lo up"""
            for number, place in enumerate(PLACES, start=1)
        ),
        f"echo {READY}",
        "exec sleep infinity",
    ]
)


class Namespaces:
    """Machines with a network of their own each."""

    def __init__(self, holder: "subprocess.Popen[str]", enter: Sequence[str]) -> None:
        self._holder = holder
        self._enter = (*enter, f"--target={holder.pid}")

    def via(self, place: str) -> tuple[str, ...]:
        """What to put before a command so that it runs at a place."""
        return (*self._enter, IP, "netns", "exec", place)

    def as_nobody_special(self, uid: int, gid: int) -> tuple[str, ...]:
        """What to put before a command that refuses to be root."""
        if os.geteuid() == 0:
            return ("setpriv", f"--reuid={uid}", f"--regid={gid}", "--clear-groups")
        return ("unshare", "--user", "--map-user=1000", "--map-group=1000")

    def listening(self, place: str, port: int) -> tuple[str, int]:
        """Where a server at a place listens."""
        return f"{NET}.{PLACES.index(place) + 1}", port

    def seen_from(self, place: str, server: str, port: int) -> tuple[str, int]:
        """Where a place finds a server."""
        return self.listening(server, port)

    def pull(self, place: str) -> None:
        """Pull the cable: what is sent disappears, without a goodbye."""
        self._set(place, "down")

    def plug(self, place: str) -> None:
        self._set(place, "up")

    def close(self) -> None:
        self._holder.kill()
        self._holder.wait()

    def _set(self, place: str, state: str) -> None:
        subprocess.run([*self._enter, IP, "link", "set", f"to-{place}", state], check=True)


@dataclass
class Loopback:
    """Machines in name only: what they say to each other goes through wires."""

    _ports: dict[str, int] = field(default_factory=dict)
    _wires: dict[tuple[str, str], Wire] = field(default_factory=dict)

    def via(self, place: str) -> tuple[str, ...]:
        return ()

    def as_nobody_special(self, uid: int, gid: int) -> tuple[str, ...]:
        if os.geteuid() == 0:
            return ("setpriv", f"--reuid={uid}", f"--regid={gid}", "--clear-groups")
        return ()

    def listening(self, place: str, port: int) -> tuple[str, int]:
        return "127.0.0.1", self._ports.setdefault(place, free_port())

    def seen_from(self, place: str, server: str, port: int) -> tuple[str, int]:
        if (place, server) not in self._wires:
            self._wires[place, server] = Wire(to=self.listening(server, port)[1])
        return "127.0.0.1", self._wires[place, server].port

    def pull(self, place: str) -> None:
        for ends, wire in self._wires.items():
            if place in ends:
                wire.off()

    def plug(self, place: str) -> None:
        for ends, wire in self._wires.items():
            if place in ends:
                wire.on()

    def close(self) -> None:
        for wire in self._wires.values():
            wire.close()


Network = Namespaces | Loopback


def make() -> Network:
    """The nearest to several machines that this system allows."""
    ways: dict[tuple[str, ...], tuple[str, ...]] = {}
    if os.geteuid() == 0:
        ways["--net", "--mount"] = ("nsenter", "--net", "--mount")
    ways["--user", "--map-root-user", "--net", "--mount"] = (
        "nsenter",
        "--preserve-credentials",
        "--user",
        "--net",
        "--mount",
    )
    for how, enter in ways.items():
        if holder := _hold(how):
            return Namespaces(holder, enter)
    return Loopback()


def _hold(how: Sequence[str]) -> "subprocess.Popen[str] | None":
    """A process that keeps the namespaces while it lives."""
    holder = subprocess.Popen(
        ["unshare", *how, "sh", "-c", MAKE],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert holder.stdout is not None
    if holder.stdout.readline().strip() == READY:
        return holder
    holder.kill()
    holder.wait()
    return None
