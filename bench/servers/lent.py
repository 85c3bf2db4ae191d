"""The bare application under uvicorn, writing straight into the connection: argument PORT.

The server lends its transport as Rapport's does, and what writes is Rapport's own pen.
"""

import sys
from functools import partial
from typing import Any

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from bench.bare_app import Receive, Send, begin, hold, tell_all
from realtime.stream import Frame, TransportPen


class Lending(HttpToolsProtocol):
    """That of config.server, which cannot be had without Django and a database."""

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope["extensions"] = {"lent": {"transport": self.transport}}


async def app(scope: Any, receive: Receive, send: Send) -> None:
    if scope["method"] == "POST":
        await tell_all(receive, send, frame=Frame)
    else:
        await begin(send)
        end = partial(send, {"type": "http.response.body", "body": b""})
        await hold(receive, TransportPen(scope["extensions"]["lent"]["transport"], end).write)


if __name__ == "__main__":
    uvicorn.run(
        app,
        port=int(sys.argv[1]),
        loop="uvloop",
        http=Lending,
        ws="none",
        lifespan="off",
        access_log=False,
    )
