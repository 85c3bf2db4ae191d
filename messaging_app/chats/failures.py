"""What a refused wish is answered with, in one place."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from chats.files.refusals import NoRoom, TooLarge
from chats.history import TooOld
from chats.models.message.refusals import Conflict, Full, Stranger, Unavailable

FAILURES = (ValidationError, PermissionDenied, Conflict, TooOld, Full, Unavailable)

STATUS = {
    PermissionDenied: 403,
    Stranger: 404,
    Conflict: 409,
    TooOld: 410,
    TooLarge: 413,
    Full: 503,
    Unavailable: 503,
    NoRoom: 507,
}
RETRY_AFTER = 1  # seconds, when it was not the person's fault


def sentence(failure: Exception) -> str:
    """What to tell the person."""
    if isinstance(failure, ValidationError):
        return " ".join(failure.messages)
    if isinstance(failure, TooOld):
        return _("Too much has changed here. Load the page again.")
    if isinstance(failure, Full | Unavailable | DatabaseError):
        return _("Too much is going on at the moment. Try again in a second.")
    return str(failure) or _("You may not do that.")


def answer(request: HttpRequest, failure: Exception, *, back: str) -> HttpResponse:
    """A plain sentence for a script; for a page, the page to go back to, which says it."""
    if is_part(request):
        status = STATUS.get(type(failure), 422)
        headers = {"Retry-After": str(RETRY_AFTER)} if status == 503 else {}
        return HttpResponse(
            sentence(failure), status=status, content_type="text/plain", headers=headers
        )
    messages.error(request, sentence(failure))
    return redirect(back)


def is_part(request: HttpRequest) -> bool:
    """Whether a script asked, which wants a part, and not the browser, which wants a page."""
    if request.htmx:  # type: ignore[attr-defined]
        return not request.htmx.history_restore_request  # type: ignore[attr-defined]
    if request.method in ("GET", "HEAD"):
        return False
    return "text/html" not in request.headers.get("Accept", "text/html")
