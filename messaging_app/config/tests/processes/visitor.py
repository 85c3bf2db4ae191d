"""Somebody at one host, as a program: hears a stream and posts, as a browser does.

It posts each line of its standard input, as often as it takes to be accepted, and writes what
it hears to its standard output, a line of JSON for each event. Run with the address, the session,
the conversation and the number up to which everything is known.
"""

import asyncio
import json
import sys
import uuid
from typing import Any

import httpx

TOKEN = "t" * 32  # of the cookie and the header alike, as Django's forms want it
PAUSE = 0.3


class Visitor:
    def __init__(self, address: str, session: str, conversation: str, seq: str) -> None:
        self.conversation, self.cursor = conversation, f"{conversation}:{seq}"
        self.client = httpx.AsyncClient(
            base_url=address,
            cookies={"sessionid": session, "csrftoken": TOKEN},
            headers={"X-CSRFToken": TOKEN},
            timeout=httpx.Timeout(5, read=40),
        )

    async def hear(self) -> None:
        while True:
            try:
                async with self.client.stream("GET", f"/stream/?at={self.cursor}") as response:
                    await self.listen(response)
            except httpx.HTTPError as error:
                say("lost", {"why": repr(error)})
            await asyncio.sleep(PAUSE)

    async def listen(self, response: httpx.Response) -> None:
        name, cursor = "", ""
        async for line in response.aiter_lines():
            key, __, value = line.partition(": ")
            if key == "event":
                name, cursor = value, ""
            elif key == "id":
                cursor = value
            elif key == "data":
                self.cursor = cursor or self.cursor
                say(name, json.loads(value))

    async def post(self) -> None:
        loop = asyncio.get_running_loop()
        while line := await loop.run_in_executor(None, sys.stdin.readline):
            words = {"body": line.strip(), "client_id": str(uuid.uuid4())}
            while not await self.is_accepted("messages" if words["body"] else "typing", words):
                await asyncio.sleep(PAUSE)

    async def is_accepted(self, what: str, words: dict[str, str]) -> bool:
        path = f"/chats/{self.conversation}/{what}/"
        try:
            answer = await self.client.post(path, data=words, timeout=5)
        except httpx.HTTPError:
            return False
        say("posted", {"body": words["body"], "status": answer.status_code})
        return answer.is_success


def say(event: str, data: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps([event, data]) + "\n")
    sys.stdout.flush()


async def main() -> None:
    visitor = Visitor(*sys.argv[1:])
    hearing = asyncio.create_task(visitor.hear())
    await visitor.post()
    hearing.cancel()


if __name__ == "__main__":
    asyncio.run(main())
