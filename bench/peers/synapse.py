"""Synapse, the reference server of Matrix, from PyPI, on the shared PostgreSQL."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

from bench import postgresql
from bench.peers.matrix import Matrix
from bench.peers.peer import Peer
from bench.peers.venvs import clean_environment, python_of
from bench.programs import run
from bench.systems import Cast

HERE = Path(__file__).resolve().parent
UNLIMITED = "{per_second: 100000, burst_count: 100000}"
AT_ONCE = 4

One = TypeVar("One")
Made = TypeVar("Made")


class Synapse(Peer):
    name = "synapse"
    protocol = "matrix"
    crowds = (8, 32)
    most_listeners = 200  # the room of 1,000 alone would take it minutes to fill
    most_pairs = 32

    def set_up(self) -> None:
        python = python_of(self.tools / "venv", "synapse")
        self.database(plain=True)
        self.secret = secrets.token_hex(32)
        config = self.home / "homeserver.yaml"
        config.write_text(self._filled("synapse.yml"))
        (self.home / "log.yml").write_text(self._filled("synapse_log.yml"))
        command: list[str | Path] = [
            python,
            "-m",
            "synapse.app.homeserver",
            "--config-path",
            config,
        ]
        run([*command, "--generate-keys"], environment=clean_environment(), at=self.home)
        self.start(command, self.port, clean_environment())
        self._people: list[dict[str, Any]] = []
        self._pairs: list[str] = []
        self._groups: dict[tuple[int, int], str] = {}

    def pairs(self, count: int) -> Cast:
        people = self.people(2 * count)
        missing = range(len(self._pairs), count)

        async def meet(matrix: Matrix, number: int) -> str:
            return await matrix.room(people[2 * number : 2 * number + 2])

        self._pairs += self._each(missing, meet)
        rooms = self._pairs[:count]
        return Cast(
            [{**people[2 * n], "room": room} for n, room in enumerate(rooms)],
            [{**people[2 * n + 1], "room": room} for n, room in enumerate(rooms)],
        )

    def group(self, listeners: int, speakers: int) -> Cast:
        people = self.people(listeners + speakers)

        async def meet(matrix: Matrix, members: list[dict[str, Any]]) -> str:
            return await matrix.room(members)

        if (listeners, speakers) not in self._groups:
            (self._groups[listeners, speakers],) = self._each([people], meet)
        room = self._groups[listeners, speakers]
        accounts = [{**person, "room": room} for person in people]
        return Cast(accounts[listeners:], accounts[:listeners])

    def people(self, count: int) -> list[dict[str, Any]]:
        """The first so many, who are registered when they are needed."""

        async def register(matrix: Matrix, number: int) -> dict[str, Any]:
            return await matrix.register(f"person{number}", self.secret)

        self._people += self._each(range(len(self._people), count), register)
        return self._people[:count]

    def stored(self, run: str) -> list[str]:
        found = self.ask("SELECT json FROM event_json WHERE json LIKE %s", f'%"{run} %')
        return [text for (text,) in found]

    def _each(
        self, items: Iterable[One], do: Callable[[Matrix, One], Awaitable[Made]]
    ) -> list[Made]:
        """Do something for each over a few connections; return the results in order."""

        async def everything() -> list[Made]:
            waiting = list(enumerate(items))
            made: dict[int, Made] = {}

            async def work() -> None:
                matrix = await Matrix.connect(self.host, self.port)
                while waiting:
                    number, item = waiting.pop(0)
                    made[number] = await do(matrix, item)
                matrix.close()

            await asyncio.gather(*(work() for _ in range(min(AT_ONCE, len(waiting)))))
            return [made[number] for number in sorted(made)]

        return asyncio.run(everything())

    def _filled(self, template: str) -> str:
        return (
            (HERE / template)
            .read_text()
            .format(
                home=self.home,
                port=self.port,
                secret=self.secret,
                database_host=postgresql.socket_folder(),
                database_user=postgresql.PEERS,
                unlimited=UNLIMITED,
            )
        )
