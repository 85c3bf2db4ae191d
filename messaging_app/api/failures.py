"""What a refused wish of a program is answered with: a status, a sentence, the fields."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response

from api.sending import NotYours
from chats import failures

STATUS = {**failures.STATUS, ValidationError: 400, NotYours: 404, Http404: 404}

# The names of the API for what the models call otherwise.
NAMES = {"message_body": "body"}


def handle(failure: Exception, context: dict[str, Any]) -> Response | None:
    """Answer what was refused; what is our own failure is not handled here."""
    if not isinstance(failure, (exceptions.APIException, *STATUS)):
        return None
    status, body = described(failure)
    headers = {}
    if status == 401:
        headers["WWW-Authenticate"] = getattr(failure, "auth_header", "Bearer")
    if status == 503:
        headers["Retry-After"] = str(failures.RETRY_AFTER)
    return Response(body, status=status, headers=headers)


def described(failure: Exception) -> tuple[int, dict[str, Any]]:
    """The status and the body for one of `STATUS`, or of REST framework's."""
    if isinstance(failure, exceptions.APIException):
        return failure.status_code, _by_framework(failure)
    body: dict[str, Any] = {"error": _sentence(failure)}
    if isinstance(failure, ValidationError) and hasattr(failure, "error_dict"):
        body["fields"] = {NAMES.get(key, key): said for key, said in failure.message_dict.items()}
    return STATUS[type(failure)], body


def _sentence(failure: Exception) -> str:
    if isinstance(failure, NotYours):
        return _("You have no such conversation.")
    if isinstance(failure, Http404):
        return _("There is nothing here. Addresses end with a slash.")
    return failures.sentence(failure)


def _by_framework(failure: exceptions.APIException) -> dict[str, Any]:
    if isinstance(failure, exceptions.UnsupportedMediaType):
        return {"error": _("Send JSON, with the header “Content-Type: application/json”.")}
    if not isinstance(failure, exceptions.ValidationError):
        return {"error": str(failure.detail)}
    return _by_shape(failure.detail)


def _by_shape(detail: Any) -> dict[str, Any]:
    """Some speak of the whole, others of its fields."""
    if isinstance(detail, list):
        detail = {"non_field_errors": detail}
    sentence = " ".join(text for texts in detail.values() for text in texts)
    return (
        {"error": sentence}
        if "non_field_errors" in detail
        else {"error": sentence, "fields": detail}
    )
