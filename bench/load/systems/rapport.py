"""Rapport, as a browser speaks with it: plain POST up, server-sent events down."""

import asyncio
from uuid import uuid4

from bench.load.events import Events, number_in
from bench.load.http import Connection, Stream, head, open_stream, with_body
from bench.load.systems.protocol import Account, Busy, Hear, Refused
from bench.load.words import mark_in

PATIENCE = 60.0  # seconds until a stream says hello


class RapportSpeaker:
    """Somebody signed in by a session, who sends one message per POST."""

    def __init__(self, connection: Connection, account: Account, host: str) -> None:
        self._connection = connection
        self._head = head(
            "POST",
            f"/chats/{account['conversation']}/messages/",
            {
                "Host": host,
                "Accept": "application/json",
                "Content-Type": "application/x-www-form-urlencoded",
                "Cookie": f"sessionid={account['session']}; csrftoken={account['csrf']}",
                "X-CSRFToken": account["csrf"],
            },
        )

    async def say(self, text: str) -> None:
        body = f"client_id={uuid4()}&body={text.replace(' ', '+')}".encode()
        answer = await self._connection.request(with_body(self._head, body))
        if answer.status == 503:
            raise Busy("503")
        if answer.status not in (200, 201):
            raise Refused(f"{answer.status} {answer.body[:200]!r}")

    def close(self) -> None:
        self._connection.close()


class Rapport:
    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port

    async def speaker(self, account: Account) -> RapportSpeaker:
        connection = await Connection.open(self.host, self.port)
        return RapportSpeaker(connection, account, self.host)

    async def listener(self, account: Account, hear: Hear) -> Stream:
        greeted = asyncio.Event()

        def take(frame: bytes) -> None:
            if frame.startswith(b"event: change"):
                hear(mark_in(frame), number_in(frame), len(frame))
            elif frame.startswith(b"event: hello"):
                greeted.set()

        at = f"{account['conversation']}:{account['seq']}"
        raw = (
            f"GET /stream/?at={at} HTTP/1.1\r\nHost: {self.host}\r\n"
            f"Cookie: sessionid={account['session']}\r\nAccept: text/event-stream\r\n\r\n"
        ).encode()
        stream = await open_stream(self.host, self.port, raw, Events(take).feed)
        async with asyncio.timeout(PATIENCE):
            await greeted.wait()
        return stream
