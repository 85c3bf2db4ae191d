"""What is asked of a Matrix server before it is measured: people and rooms."""

import hashlib
import hmac
import json
from typing import Any, Self
from urllib.parse import quote

from bench.load.http import Connection, head, with_body

API = "/_matrix/client/v3"
REGISTER = "/_synapse/admin/v1/register"


class MatrixRefused(Exception):
    """It answered with an error; the words say which."""


class Matrix:
    def __init__(self, connection: Connection, host: str) -> None:
        self._connection, self._host = connection, host

    @classmethod
    async def connect(cls, host: str, port: int) -> Self:
        return cls(await Connection.open(host, port), host)

    def close(self) -> None:
        self._connection.close()

    async def register(self, name: str, secret: str) -> dict[str, Any]:
        """Make an account by the secret of the server; return its name and token."""
        nonce = (await self.ask("GET", REGISTER))["nonce"]
        words = f"{nonce}\0{name}\0secret\0notadmin".encode()
        mac = hmac.new(secret.encode(), words, hashlib.sha1).hexdigest()
        wish = {"nonce": nonce, "username": name, "password": "secret", "mac": mac}
        made = await self.ask("POST", REGISTER, wish)
        return {"user": made["user_id"], "token": made["access_token"]}

    async def room(self, members: list[dict[str, Any]]) -> str:
        """Make a room of the first member, and let the others in."""
        first, *others = members
        wish = {"preset": "public_chat"}
        made = await self.ask("POST", f"{API}/createRoom", wish, token=first["token"])
        room = str(made["room_id"])
        for other in others:
            await self.ask("POST", f"{API}/join/{quote(room)}", {}, token=other["token"])
        return room

    async def ask(
        self, method: str, path: str, wish: dict[str, Any] | None = None, *, token: str = ""
    ) -> dict[str, Any]:
        headers = {"Host": self._host, "Content-Type": "application/json"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        body = b"" if wish is None else json.dumps(wish).encode()
        answer = await self._connection.request(with_body(head(method, path, headers), body))
        if answer.status != 200:
            raise MatrixRefused(f"{path}: {answer.status} {answer.body[:200]!r}")
        found: dict[str, Any] = json.loads(answer.body)
        return found
