"""Matrix, as spoken to Synapse: PUT up, and one long poll after the other down."""

import asyncio
import json
from urllib.parse import quote

from bench.load.http import Connection, head, with_body
from bench.load.systems.protocol import Account, Busy, Hear, Refused
from bench.load.words import MARK, mark_in

API = "/_matrix/client/v3"
MOST = 1000  # messages in one answer, far more than ever come at once


class MatrixSpeaker:
    def __init__(self, connection: Connection, account: Account, host: str) -> None:
        self._connection = connection
        self._path = f"{API}/rooms/{quote(account['room'])}/send/m.room.message/"
        self._headers = {"Host": host, "Authorization": f"Bearer {account['token']}"}

    async def say(self, text: str) -> None:
        name = "-".join(text.split()[:2])  # never the same twice
        start = head("PUT", self._path + name, self._headers)
        body = json.dumps({"msgtype": "m.text", "body": text}).encode()
        answer = await self._connection.request(with_body(start, body))
        if answer.status == 429:
            raise Busy("429")
        if answer.status != 200:
            raise Refused(f"{answer.status} {answer.body[:200]!r}")

    def close(self) -> None:
        self._connection.close()


class MatrixListener:
    """Asks for what is new, again and again."""

    def __init__(self, connection: Connection, account: Account, host: str, hear: Hear) -> None:
        self._connection, self._hear = connection, hear
        self._room = account["room"]
        self._headers = {"Host": host, "Authorization": f"Bearer {account['token']}"}
        self._since = ""
        self._listening: asyncio.Task[None] | None = None

    async def begin(self) -> None:
        """Find where the present is; from there on, nothing is missed."""
        await self._ask(most=1, wait=0)
        self._listening = asyncio.get_running_loop().create_task(self._listen())

    def close(self) -> None:
        if self._listening is not None:
            self._listening.cancel()
        self._connection.close()

    async def _listen(self) -> None:
        while True:
            for event in await self._ask(most=MOST, wait=30_000):
                if MARK in event:
                    self._hear(mark_in(event), None, len(event))

    async def _ask(self, *, most: int, wait: int) -> list[bytes]:
        since = f"&since={self._since}" if self._since else ""
        path = f"{API}/sync?timeout={wait}&filter={_only_words(most)}{since}"
        answer = await self._connection.request(with_body(head("GET", path, self._headers), b""))
        if answer.status != 200:
            raise Refused(f"{answer.status} {answer.body[:200]!r}")
        found = json.loads(answer.body)
        self._since = found["next_batch"]
        here = found.get("rooms", {}).get("join", {}).get(self._room, {})
        events = here.get("timeline", {}).get("events", [])
        return [json.dumps(event).encode() for event in events]


class MatrixSystem:
    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port

    async def speaker(self, account: Account) -> MatrixSpeaker:
        return MatrixSpeaker(await Connection.open(self.host, self.port), account, self.host)

    async def listener(self, account: Account, hear: Hear) -> MatrixListener:
        connection = await Connection.open(self.host, self.port)
        listener = MatrixListener(connection, account, self.host, hear)
        await listener.begin()
        return listener


def _only_words(most: int) -> str:
    """A filter that leaves what is said, and nothing else of what a client usually asks for."""
    nothing: dict[str, list[str]] = {"types": []}
    room = {
        "timeline": {"limit": most, "types": ["m.room.message"]},
        "state": {"types": [], "lazy_load_members": True},
        "ephemeral": nothing,
        "account_data": nothing,
    }
    return quote(json.dumps({"presence": nothing, "account_data": nothing, "room": room}))
