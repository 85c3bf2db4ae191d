"""Which requests go the short way, and how the others go on."""

from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Protocol

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.handlers.asgi import ASGIRequest
from django.db import DatabaseError
from django.http import HttpRequest

from chats.models.message.refusals import Unavailable

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Any, Any, Any], Awaitable[None]]


class Caller(Protocol):
    """Who asks; empty strings where they chose no language or time zone."""

    @property
    def pk(self) -> Any: ...
    @property
    def is_active(self) -> bool: ...
    @property
    def session_key(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def time_zone(self) -> str: ...


FindCaller = Callable[[str], Awaitable[Caller | None]]
# Answers, or returns False and has sent nothing.
Way = Callable[["Call"], Awaitable[bool]]


@dataclass(slots=True)
class Call:
    """One request on its short way."""

    scope: Scope
    receive: Receive
    send: Send
    find_caller: FindCaller
    body: bytes | None = None  # once it was read

    def request(self) -> ASGIRequest | None:
        """What Django would make of it; None for a host that is not ours."""
        request = ASGIRequest(self.scope, BytesIO(self.body or b""))
        try:
            request.get_host()
        except SuspiciousOperation:
            return None
        return request

    async def caller(self, request: HttpRequest) -> Caller | None:
        """Who is signed in, or None; raises Unavailable while nobody can be looked up."""
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
        try:
            return await self.find_caller(key) if key else None
        except DatabaseError as error:
            raise Unavailable from error

    async def read(self) -> bool:
        """Read the whole body; False when whoever sends it has gone."""
        body = b""
        while True:
            message = await self.receive()
            if message["type"] != "http.request":
                return False
            body += message.get("body", b"")
            if not message.get("more_body"):
                self.body = body
                return True

    async def again(self) -> Message:
        """`receive` for who comes after us: what we have read, then the rest."""
        if self.body is None:
            return await self.receive()
        body, self.body = self.body, None
        return {"type": "http.request", "body": body, "more_body": False}


def beside(
    application: Application,
    find_caller: FindCaller,
    *ways: Callable[[Scope], Way | None],
) -> Application:
    """Try the short way of a request, if it has one, and then the application."""

    async def choose(scope: Scope, receive: Receive, send: Send) -> None:
        way = next(filter(None, (find(scope) for find in ways)), None)
        if way is None:
            return await application(scope, receive, send)
        call = Call(scope, receive, send, find_caller)
        if not await way(call):
            await application(scope, call.again, send)

    return choose
