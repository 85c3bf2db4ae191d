"""Model instances into the one way in: `Message.objects.create`, `save`, `bulk_create`."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from chats.models.message.posting import Posting, post

if TYPE_CHECKING:
    from chats.models.message import Message

# What a posting does not carry; an instance may bring it, and the database judges it.
LATER_MARKS = ("is_deleted", "deleted_at", "deleted_by_id", "edited_at")


class NotAllowed(ValidationError, PermissionDenied):
    """A model that breaks a rule about people is invalid; a verb says PermissionDenied only."""


def post_models(messages: "Sequence[Message]") -> "list[Message]":
    """Post unsaved messages, all or none. Raises ValidationError."""
    with transaction.atomic():
        marks = [{name: getattr(message, name) for name in LATER_MARKS} for message in messages]
        try:
            stored = post([_posting_of(message) for message in messages])
        except PermissionDenied as denied:
            raise NotAllowed(str(denied)) from denied
        for message, mark in zip(stored, marks, strict=True):
            _mark(message, mark)
    return stored


def _posting_of(message: "Message") -> Posting:
    if message.sender_id is None or message.conversation_id is None:
        raise ValidationError(_("A message has a sender and a conversation."), code="required")
    return Posting(
        conversation=message.conversation,
        sender=message.sender,
        message_body=message.message_body,
        client_id=message.client_id,
        reply_to_id=message.reply_to_id,
        kind=message.kind,
        sent_at=message.sent_at,
        id=message.pk,
        message=message,
    )


def _mark(message: "Message", marks: dict[str, object]) -> None:
    brought = {name: value for name, value in marks.items() if value}
    if brought:
        models.Model.save(message, update_fields=list(brought))
