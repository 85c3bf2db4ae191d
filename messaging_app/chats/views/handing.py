"""The answer that carries a file: harmless headers, and the part that a player asked for."""

import asyncio
from collections.abc import AsyncIterator
from typing import IO
from urllib.parse import quote

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import connection
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from chats.files.passes import LIFETIME
from chats.files.ranges import Unsatisfiable, wanted
from chats.models.attachment.linked import Rendition

CHUNK = 256 * 1024
SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": f"private, max-age={LIFETIME}",
    "Vary": "Cookie",
    "Accept-Ranges": "bytes",
    # Compressing it again would cost time, lose its length, and break the ranges.
    "Content-Encoding": "identity",
}


def hand_out(request: HttpRequest, rendition: Rendition, *, tag: str) -> HttpResponseBase:
    """Answer with the file, a part of it, or the word that nothing changed."""
    etag = f'"{tag}"'
    answer = _by_server if settings.ACCEL_REDIRECT else _by_us
    unchanged = get_conditional_response(request, etag=etag)
    response = unchanged or answer(request, rendition, etag)
    for name, value in SAFE.items():
        response.headers[name] = value
    response.headers["ETag"] = etag
    response.headers["Content-Disposition"] = (
        content_disposition_header(not rendition.is_inline, rendition.name) or "inline"
    )
    return response


def _by_server(request: HttpRequest, rendition: Rendition, etag: str) -> HttpResponse:
    """Let the web server in front send the file; it knows ranges itself."""
    response = HttpResponse(content_type=rendition.content_type)
    response.headers["X-Accel-Redirect"] = (
        f"/{settings.ACCEL_REDIRECT.strip('/')}/{quote(str(rendition.file.name))}"
    )
    return response


def _by_us(request: HttpRequest, rendition: Rendition, etag: str) -> HttpResponseBase:
    try:
        stored = rendition.file.open("rb")
    except FileNotFoundError as gone:
        raise Http404 from gone
    size = rendition.file.size
    try:
        part = _part(request, size, etag)
    except Unsatisfiable:
        stored.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    first, last = part or (0, size - 1)
    response = _carrying(request, stored, first, last - first + 1, rendition.content_type)
    response.headers["Content-Length"] = str(last - first + 1)
    if part:
        response.status_code = 206
        response.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    return response


def _part(request: HttpRequest, size: int, etag: str) -> tuple[int, int] | None:
    if request.headers.get("If-Range", etag) != etag:
        return None
    return wanted(request.headers.get("Range", ""), size)


def _carrying(
    request: HttpRequest, stored: IO[bytes], first: int, length: int, content_type: str
) -> HttpResponseBase:
    """A small part at once; a large one bit by bit, whatever the reader's pace."""
    if request.method == "HEAD":
        stored.close()
        return HttpResponse(content_type=content_type)
    stored.seek(first)
    if length <= CHUNK:
        with stored:
            return HttpResponse(stored.read(length), content_type=content_type)
    return StreamingHttpResponse(_bits(stored, length), content_type=content_type)


@sync_to_async
def _let_go_of_database() -> None:
    if not connection.in_atomic_block:
        connection.close()


async def _bits(stored: IO[bytes], length: int) -> AsyncIterator[bytes]:
    # A slow download must not keep a connection of the database's pool to itself.
    await _let_go_of_database()
    try:
        while length > 0 and (bit := await asyncio.to_thread(stored.read, min(CHUNK, length))):
            length -= len(bit)
            yield bit
    finally:
        stored.close()
