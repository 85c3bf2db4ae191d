"""Answers without Django's middleware, which carry what it would have added."""

import json
from collections.abc import Iterable
from functools import cache

from django.conf import settings

from chats.short.ways import Send

Headers = list[tuple[bytes, bytes]]


async def answer(
    send: Send,
    status: int,
    body: bytes,
    *,
    is_secure: bool,
    more: Iterable[tuple[bytes, bytes]] = (),
) -> None:
    """Send a whole answer in JSON."""
    headers = [
        *common(is_secure),
        (b"content-type", b"application/json"),
        (b"content-length", b"%d" % len(body)),
        (b"cache-control", b"private, no-store"),
        *more,
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def put_off(send: Send, status: int, reason: str, *, is_secure: bool, wait: int) -> None:
    """Send why it cannot be now, and after how many seconds one may ask again."""
    body = json.dumps({"error": reason}).encode()
    later = [(b"retry-after", b"%d" % wait)]
    await answer(send, status, body, is_secure=is_secure, more=later)


@cache
def common(is_secure: bool) -> Headers:
    """What every answer says, as django.middleware.security does."""
    headers = [
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", settings.SECURE_REFERRER_POLICY.encode()),
        (b"cross-origin-opener-policy", settings.SECURE_CROSS_ORIGIN_OPENER_POLICY.encode()),
    ]
    if is_secure and settings.SECURE_HSTS_SECONDS:
        headers.append((b"strict-transport-security", _transport_security().encode()))
    return headers


def _transport_security() -> str:
    said = f"max-age={settings.SECURE_HSTS_SECONDS}"
    if settings.SECURE_HSTS_INCLUDE_SUBDOMAINS:
        said += "; includeSubDomains"
    return f"{said}; preload" if settings.SECURE_HSTS_PRELOAD else said
