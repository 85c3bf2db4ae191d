"""The plain Django Channels chat of `channels_chat/`, under Daphne, with Redis between."""

import json
import secrets
import shutil
from pathlib import Path
from typing import Any

from bench import postgresql
from bench.peers.debian import unpack
from bench.peers.peer import Peer
from bench.peers.venvs import clean_environment, python_of
from bench.ports import free_port
from bench.programs import run
from bench.systems import Cast

CHAT = Path(__file__).resolve().parent / "channels_chat"
SPEAKERS = 20


class Channels(Peer):
    name = "channels"
    protocol = "websocket"
    crowds = (16, 64)
    most_listeners = 200  # a room of 1,000 adds minutes and tells nothing new
    most_pairs = 128

    def set_up(self) -> None:
        python = python_of(self.tools / "venv", "channels")
        self.database()
        redis_port = free_port()
        environment = {
            **clean_environment(),
            "PYTHONPATH": str(CHAT),
            "DJANGO_SETTINGS_MODULE": "settings",
            "CHAT_SECRET_KEY": secrets.token_hex(32),
            "CHAT_DATABASE": self.name,
            "CHAT_DATABASE_HOST": str(postgresql.socket_folder()),
            "CHAT_DATABASE_USER": postgresql.PEERS,
            "CHAT_REDIS_PORT": str(redis_port),
        }
        self.start(self._redis(redis_port), redis_port, clean_environment())
        sizes = [str(size) for size in (20 + SPEAKERS, 200 + SPEAKERS)]
        people: list[str | Path] = [
            python,
            CHAT / "people.py",
            str(2 * self.most_pairs),
            str(self.most_pairs),
            *sizes,
        ]
        self.made: dict[str, Any] = json.loads(run(people, environment=environment, at=CHAT))
        server = ["-m", "daphne", "-b", self.host, "-p", str(self.port), "asgi:application"]
        self.start([python, *server], self.port, environment)

    def pairs(self, count: int) -> Cast:
        rooms = self.made["pairs"][:count]
        return Cast(
            [self._account(2 * number, room) for number, room in enumerate(rooms)],
            [self._account(2 * number + 1, room) for number, room in enumerate(rooms)],
        )

    def group(self, listeners: int, speakers: int) -> Cast:
        room = self.made["groups"][str(listeners + speakers)]
        people = [self._account(number, room) for number in range(listeners + speakers)]
        return Cast(people[listeners:], people[:listeners])

    def stored(self, run: str) -> list[str]:
        found = self.ask("SELECT body FROM chat_message WHERE body LIKE %s", f"{run} %")
        return [body for (body,) in found]

    def _account(self, number: int, room: int) -> dict[str, Any]:
        return {"session": self.made["sessions"][number], "path": f"/ws/chat/{room}/"}

    def _redis(self, port: int) -> list[str | Path]:
        server: str | Path | None = shutil.which("redis-server")
        if server is None:
            server = (
                unpack(self.tools / "redis", "redis-server", "redis-tools") / "usr/bin/redis-server"
            )
        return [
            server,
            "--port",
            str(port),
            "--bind",
            self.host,
            "--save",
            "",
            "--appendonly",
            "no",
        ]
