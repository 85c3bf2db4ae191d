"""Sending, one message at a time or up to five hundred."""

from collections.abc import Sequence
from datetime import UTC
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from api import failures, sending, shapes
from api.json_body import MANY_MESSAGES
from api.views.programs import ProgramView
from chats.models import User
from chats.models.message.posting import Stored

REFUSALS = dict.fromkeys((400, 401, 404, 413, 415), shapes.Refusal)


class Messages(ProgramView):
    @extend_schema(
        operation_id="send_message",
        request=shapes.NewMessage,
        responses={
            201: shapes.SentMessage,
            200: shapes.SentMessage,
            **REFUSALS,
            403: shapes.Refusal,
            409: shapes.Refusal,
        },
    )
    def post(self, request: Request, id: UUID) -> Response:
        """Send a message. 200 instead of 201 when this `client_id` was sent before."""
        wanted = shapes.NewMessage().run_validation(request.data)
        [outcome] = sending.send([wanted | {"conversation": id}], by=self.sender)
        if isinstance(outcome, Exception):
            raise outcome
        return Response(_told(outcome), status=_status(outcome))


class MessagesBatch(ProgramView):
    most_bytes = MANY_MESSAGES

    @extend_schema(
        operation_id="send_messages",
        request=shapes.Batch,
        responses={200: shapes.Results, **REFUSALS},
    )
    def post(self, request: Request, id: UUID) -> Response:
        """Send up to 500 messages into one conversation; a bad one fails alone."""
        sending.require(id, by=self.sender)
        items = shapes.Batch().run_validation(request.data)["messages"]
        place = {"conversation": id}
        return _answer(_read(items, shapes.NewMessage(), place), self.sender)


class AddressedBatch(ProgramView):
    most_bytes = MANY_MESSAGES

    @extend_schema(
        operation_id="send_addressed_messages",
        request=shapes.AddressedBatch,
        responses={200: shapes.Results, **REFUSALS},
    )
    def post(self, request: Request) -> Response:
        """Send up to 500 messages, each into its own conversation; a bad one fails alone."""
        items = shapes.AddressedBatch().run_validation(request.data)["messages"]
        return _answer(_read(items, shapes.AddressedMessage(), {}), self.sender)


Read = dict[str, Any] | ValidationError


def _read(items: Sequence[Any], shape: shapes.NewMessage, more: dict[str, Any]) -> list[Read]:
    """What each item says, or why it says nothing. One reader reads all: making one is slow."""
    read: list[Read] = []
    for item in items:
        try:
            read.append(shape.run_validation(item) | more)
        except ValidationError as refusal:
            read.append(refusal)
    return read


def _answer(read: Sequence[Read], sender: User) -> Response:
    outcomes = iter(sending.send([each for each in read if isinstance(each, dict)], by=sender))
    results = [_result(next(outcomes) if isinstance(each, dict) else each) for each in read]
    return Response({"results": results})


def _result(outcome: Stored | Exception) -> dict[str, Any]:
    if isinstance(outcome, Exception):
        status, body = failures.described(outcome)
        return {"status": status, **body}
    return {"status": _status(outcome), **_told(outcome)}


def _status(stored: Stored) -> int:
    return 201 if stored.is_new else 200


def _told(stored: Stored) -> dict[str, Any]:
    at = stored.sent_at.astimezone(UTC).isoformat(timespec="microseconds")
    return {"id": str(stored.id), "seq": stored.seq, "sent_at": at.replace("+00:00", "Z")}
