"""XMPP, as spoken to ejabberd: an acknowledged stanza (XEP-0198) is one that is archived."""

import asyncio
from base64 import b64encode
from typing import Self, cast

from bench.load.systems.protocol import Account, Hear
from bench.load.words import MARK, mark_in

END = b"</message>"
REFUSALS = (b"<failure", b"<stream:error")
PATIENCE = 30.0


class XmppConnection(asyncio.Protocol):
    """Somebody who has signed in. Waits for one thing at a time, or listens to everything."""

    def __init__(self) -> None:
        self.hear: Hear | None = None
        self._rest = b""
        self._awaited = b""
        self._arrived: asyncio.Future[None] | None = None
        self._transport: asyncio.Transport | None = None

    @classmethod
    async def sign_in(cls, host: str, port: int, account: Account) -> Self:
        loop = asyncio.get_running_loop()
        _, connection = await loop.create_connection(cls, host, port)
        stream = (
            f"<stream:stream to='{account['domain']}' version='1.0' xmlns='jabber:client'"
            " xmlns:stream='http://etherx.jabber.org/streams'>"
        )
        secret = b64encode(f"\0{account['user']}\0{account['password']}".encode()).decode()
        plain = "xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'"
        await connection.ask(stream, b"</stream:features>")
        await connection.ask(f"<auth {plain}>{secret}</auth>", b"<success")
        await connection.ask(stream, b"</stream:features>")
        bind = "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>"
        await connection.ask(f"<iq type='set' id='bind'>{bind}</iq>", b"</iq>")
        return connection

    async def join(self, room: str, nick: str) -> None:
        """Enter a room; what was said there before is not asked for."""
        history = "<x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x>"
        await self.ask(f"<presence to='{room}/{nick}'>{history}</presence>", b"<subject")

    async def ask(self, words: str, awaited: bytes) -> None:
        """Write, and wait until these bytes come; raises ConnectionError when nothing will."""
        if self._transport is None:
            raise ConnectionError("closed by the server")
        self._arrived = asyncio.get_running_loop().create_future()
        self._awaited = awaited
        self._transport.write(words.encode())
        async with asyncio.timeout(PATIENCE):
            await self._arrived

    def tell(self, words: str) -> None:
        assert self._transport is not None
        self._transport.write(words.encode())

    def listen(self, hear: Hear) -> None:
        self.hear = hear
        self.data_received(b"")

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        self._rest += data
        if self.hear is not None:
            *whole, self._rest = self._rest.split(END)
            for frame in whole:
                if MARK in frame:
                    self.hear(mark_in(frame), None, len(frame) + len(END))
        elif self._arrived is not None and self._awaited in self._rest:
            self._rest = self._rest.rpartition(self._awaited)[2]
            if not self._arrived.done():
                self._arrived.set_result(None)
        elif any(word in self._rest for word in REFUSALS):
            self.close()

    def connection_lost(self, error: Exception | None) -> None:
        self._transport = None
        if self._arrived is not None and not self._arrived.done():
            self._arrived.set_exception(ConnectionError(f"closed: {self._rest[-200:]!r}"))


class XmppSpeaker:
    def __init__(self, connection: XmppConnection, account: Account) -> None:
        self._connection = connection
        self._start = f"<message to='{account['to']}' type='{account['kind']}' id='"

    async def say(self, text: str) -> None:
        name = text.split()[1]
        words = f"{self._start}{name}'><body>{text}</body></message><r xmlns='urn:xmpp:sm:3'/>"
        await self._connection.ask(words, b"<a ")

    def close(self) -> None:
        self._connection.close()


class Xmpp:
    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port

    async def speaker(self, account: Account) -> XmppSpeaker:
        connection = await XmppConnection.sign_in(self.host, self.port, account)
        await connection.ask("<enable xmlns='urn:xmpp:sm:3'/>", b"<enabled")
        if account["kind"] == "groupchat":
            await connection.join(account["to"], account["user"])
        return XmppSpeaker(connection, account)

    async def listener(self, account: Account, hear: Hear) -> XmppConnection:
        connection = await XmppConnection.sign_in(self.host, self.port, account)
        if account["kind"] == "groupchat":
            await connection.join(account["to"], account["user"])
        else:
            # Answered by oneself: from here on, messages come.
            await connection.ask("<presence/>", b"<presence")
        connection.listen(hear)
        return connection
