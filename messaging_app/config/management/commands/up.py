import http.client
import os
import signal
import socket
import sys
import threading
from argparse import ArgumentTypeError
from collections.abc import Mapping
from functools import partial
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandParser

from config import server, supervisor
from config.preparation import prepare_apart
from config.supervisor import Child

LOOPBACK = ("127.0.0.1", "::1", "localhost")
ANY = ("0.0.0.0", "::")  # noqa: S104
LAST_PORT = 65_535
TICK = 0.2


def port_number(word: str) -> int:
    """Read it; ArgumentTypeError for one that no machine has, of which a part would be taken."""
    if not word.isdecimal() or int(word) > LAST_PORT:
        raise ArgumentTypeError(f"{word} is no port: choose one up to {LAST_PORT}.")
    return int(word)


class Command(BaseCommand):
    help = "Start everything: database, migrations, web and worker. Ctrl-C stops it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="where to listen")
        parser.add_argument("--port", type=port_number, default=8000)
        parser.add_argument(
            "--workers", type=int, default=settings.WEB_WORKERS, help="how many web processes"
        )
        parser.add_argument("--demo", action="store_true", help="with people to look around as")

    def handle(
        self, *args: Any, host: str, port: int, workers: int, demo: bool, **options: Any
    ) -> None:
        if demo and settings.PRODUCTION:
            raise ImproperlyConfigured("--demo lets anyone in: it is not for production.")
        _refuse_lonely(workers)
        claimed = server.claim(host, port, workers)
        environment = _environment(host, demo=demo)
        if not prepare_apart(self.say, demo=demo):
            sys.exit(1)
        children = [*_web(claimed, environment), Child("work", (), environment)]
        stopping = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stopping.set())
        try:
            self.watch(children, stopping, host, claimed[0].getsockname()[1])
        finally:
            self.say("Stopping …")
            for listening in claimed:
                listening.close()
            supervisor.stop_all(children)

    def watch(self, children: list[Child], stopping: threading.Event, host: str, port: int) -> None:
        announced = False
        while not stopping.is_set():
            if settings.EMBEDDED and not settings.EMBEDDED.is_running():
                self.say("PostgreSQL ended; starting it again.")
                settings.EMBEDDED.start()
            for child in children:
                child.watch(self.say)
            if not announced and _answers(host, port):
                announced = True
                self.say(f"Rapport is ready: http://{_shown(host)}:{port}/  (Ctrl-C stops it)")
            stopping.wait(TICK)

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def _refuse_lonely(workers: int) -> None:
    if workers < 1:
        raise ImproperlyConfigured(f"--workers is {workers}: one web process is the least.")
    if workers > 1 and settings.BELL == "memory":
        raise ImproperlyConfigured(
            "BELL=memory is for one web process: remove it, or start with --workers 1."
        )


def _web(claimed: list[socket.socket], environment: Mapping[str, str]) -> list[Child]:
    children: list[Child] = []

    def make_way(lost: socket.socket) -> None:
        # Alone, it keeps its socket: who comes waits there until it is back.
        if any(child.process for child in children):
            server.renew(lost)

    for listening in claimed:
        number = listening.fileno()
        mourn = partial(make_way, listening)
        children.append(Child("web", ("--fd", str(number)), environment, (number,), mourn))
    return children


def _environment(host: str, *, demo: bool) -> Mapping[str, str]:
    chosen = {"DEMO": "1"} if demo else {}
    if host not in LOOPBACK and not settings.PRODUCTION:
        names = "*" if host in ANY else ",".join([*LOOPBACK, host])
        chosen["ALLOWED_HOSTS"] = os.environ.get("ALLOWED_HOSTS", names)
    return {**os.environ, **chosen}


def _shown(host: str) -> str:
    shown = "localhost" if host in ANY else host
    return f"[{shown}]" if ":" in shown else shown


def _answers(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(_shown(host).strip("[]"), port, timeout=TICK)
    try:
        connection.request("GET", "/health/", headers={"Host": settings.ALLOWED_HOSTS[0]})
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True
