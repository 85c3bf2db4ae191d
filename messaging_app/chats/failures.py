"""What a refused wish is answered with, in one place."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from chats.files.refusals import NoRoom, TooLarge
from chats.history import TooOld
from chats.models.message.posting import Conflict

FAILURES = (ValidationError, PermissionDenied, Conflict, TooOld)

STATUS = {PermissionDenied: 403, Conflict: 409, TooOld: 410, TooLarge: 413, NoRoom: 507}


def sentence(failure: Exception) -> str:
    """What to tell the person."""
    if isinstance(failure, ValidationError):
        return " ".join(failure.messages)
    if isinstance(failure, TooOld):
        return _("Too much has changed here. Load the page again.")
    return str(failure) or _("You may not do that.")


def answer(request: HttpRequest, failure: Exception, *, back: str) -> HttpResponse:
    """A plain sentence for a script; for a page, the page to go back to, which says it."""
    if is_part(request):
        status = STATUS.get(type(failure), 422)
        return HttpResponse(sentence(failure), status=status, content_type="text/plain")
    messages.error(request, sentence(failure))
    return redirect(back)


def is_part(request: HttpRequest) -> bool:
    """Whether a script asked, which wants a part, and not the browser, which wants a page."""
    if request.htmx:  # type: ignore[attr-defined]
        return not request.htmx.history_restore_request  # type: ignore[attr-defined]
    if request.method in ("GET", "HEAD"):
        return False
    return "text/html" not in request.headers.get("Accept", "text/html")
