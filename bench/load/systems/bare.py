"""The bare application of `bench.bare`: the same streams with nothing behind them."""

from bench.load.events import Events
from bench.load.http import Connection, Stream, head, open_stream, with_body
from bench.load.systems.protocol import Account, Hear, Refused
from bench.load.words import mark_in


class BareSpeaker:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._head = head("POST", "/", {"Host": "bare"})

    async def say(self, text: str) -> None:
        answer = await self._connection.request(with_body(self._head, text.encode()))
        if answer.status != 201:
            raise Refused(str(answer.status))

    def close(self) -> None:
        self._connection.close()


class Bare:
    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port

    async def speaker(self, account: Account) -> BareSpeaker:
        return BareSpeaker(await Connection.open(self.host, self.port))

    async def listener(self, account: Account, hear: Hear) -> Stream:
        def take(frame: bytes) -> None:
            hear(mark_in(frame), None, len(frame))

        raw = b"GET / HTTP/1.1\r\nHost: bare\r\n\r\n"
        return await open_stream(self.host, self.port, raw, Events(take).feed)
