"""Taking files in, one at a time, before the message that they go with."""

from contextlib import suppress
from typing import Any, cast

from django.conf import settings
from django.core.exceptions import (
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from chats.files.refusals import NoRoom, Refusal, TooLarge, is_full
from chats.models import Attachment, User

STATUS = {TooLarge: 413, NoRoom: 507}
GARBLED = (MultiPartParserError, TooManyFilesSent, TooManyFieldsSent, RequestDataTooBig)


@csrf_exempt  # checked within: reading the form to find the token may fill the disk
@require_POST
def uploads(request: HttpRequest) -> HttpResponse:
    """Keep one file; 201 and what a page needs to show it, or one sentence why not."""
    if not request.user.is_authenticated:
        return _error(_("Sign in again to send files."), 401)
    if request.content_type != "multipart/form-data":
        return _error(_("Send the file as a form (multipart/form-data)."), 415)
    if int(request.META.get("CONTENT_LENGTH") or 0) > settings.REQUEST_LIMIT:
        return _error(_("This is more than one request may carry."), 413)
    try:
        return _receive(request)
    except GARBLED:
        return _error(_("The upload arrived garbled. Try again."), 400)
    except OSError as failure:
        if not is_full(failure):
            raise
        _drop_what_came(request)
        return _error(NoRoom().sentence, 507)


@csrf_protect
def _receive(request: HttpRequest) -> HttpResponse:
    files = [upload for name in request.FILES for upload in request.FILES.getlist(name)]
    if len(files) != 1:
        return _error(_("Send one file at a time."), 422)
    try:
        attachment = Attachment.objects.receive(
            uploader=cast("User", request.user), upload=files[0]
        )
    except Refusal as refusal:
        return _error(refusal.sentence, STATUS.get(type(refusal), 422))
    return JsonResponse(_shown(attachment), status=201)


def _shown(attachment: Attachment) -> dict[str, Any]:
    return {
        "id": str(attachment.pk),
        "name": attachment.name,
        "kind": attachment.kind,
        "size": attachment.size,
        "width": attachment.width,
        "height": attachment.height,
        "duration": attachment.duration,
        "preview": attachment.url("thumb") if attachment.thumbnail else None,
    }


def _drop_what_came(request: HttpRequest) -> None:
    """Django leaves the file that it was writing to the garbage collector, on a full disk."""
    for handler in request.upload_handlers:
        if hasattr(handler, "file"):
            with suppress(OSError):  # there is no room for what it still holds, either
                handler.file.close()


def _error(sentence: str, status: int) -> JsonResponse:
    return JsonResponse({"error": sentence}, status=status)
