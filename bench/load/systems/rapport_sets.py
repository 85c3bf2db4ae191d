"""Rapport's API for importers, bots and bridges: many messages in one request."""

import json
from uuid import uuid4

from bench.load.http import Connection, head, with_body
from bench.load.systems.protocol import Account, Refused
from bench.load.systems.rapport import Rapport

TAKEN = (200, 201)


class RapportSetSpeaker:
    """Somebody with a token."""

    def __init__(self, connection: Connection, account: Account, host: str) -> None:
        self._connection = connection
        self._head = head(
            "POST",
            f"/api/v1/conversations/{account['conversation']}/messages/batch/",
            {
                "Host": host,
                "Accept": "application/json",
                "Content-Type": "application/json",
                "Authorization": f"Bearer {account['token']}",
            },
        )

    async def say(self, text: str) -> None:
        if await self.say_each([text]) != [True]:
            raise Refused("one of a set")

    async def say_each(self, texts: list[str]) -> list[bool]:
        messages = [{"body": text, "client_id": str(uuid4())} for text in texts]
        body = json.dumps({"messages": messages}).encode()
        answer = await self._connection.request(with_body(self._head, body))
        if answer.status >= 300:
            raise Refused(f"{answer.status} {answer.body[:200]!r}")
        return [result.get("status") in TAKEN for result in json.loads(answer.body)["results"]]

    def close(self) -> None:
        self._connection.close()


class RapportSets(Rapport):
    async def speaker(self, account: Account) -> RapportSetSpeaker:  # type: ignore[override]
        connection = await Connection.open(self.host, self.port)
        return RapportSetSpeaker(connection, account, self.host)
