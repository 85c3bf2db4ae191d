"""Response headers that neither Django nor django-csp sets."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import cast

from asgiref.sync import iscoroutinefunction
from django.http import HttpRequest, HttpResponseBase
from django.utils.decorators import sync_and_async_middleware

PERMISSIONS_POLICY = ", ".join(
    [
        "camera=(self)",
        "microphone=(self)",
        "publickey-credentials-create=(self)",
        "publickey-credentials-get=(self)",
        "browsing-topics=()",
        "display-capture=()",
        "geolocation=()",
        "payment=()",
        "usb=()",
    ]
)

Sync = Callable[[HttpRequest], HttpResponseBase]
Async = Callable[[HttpRequest], Awaitable[HttpResponseBase]]


@sync_and_async_middleware
def permissions_policy(get_response: Sync | Async) -> Sync | Async:
    """Tell browsers which of their powers these pages may use."""
    if iscoroutinefunction(get_response):
        answer_later = cast("Async", get_response)

        async def async_middleware(request: HttpRequest) -> HttpResponseBase:
            return _with_policy(await answer_later(request))

        return async_middleware
    answer = cast("Sync", get_response)

    def sync_middleware(request: HttpRequest) -> HttpResponseBase:
        return _with_policy(answer(request))

    return sync_middleware


def of_static_file(headers: MutableMapping[str, str], path: str, url: str) -> None:
    """All that a script or a sheet needs: the policies of pages would weigh more than itself."""
    headers["X-Content-Type-Options"] = "nosniff"


def _with_policy(response: HttpResponseBase) -> HttpResponseBase:
    response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
    return response
