"""Changing one's own words, with the earlier ones kept."""

from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from chats import events
from chats.models.message.body import clean_body
from chats.models.message.mentions import find_mentions

if TYPE_CHECKING:
    from chats.models.message import Message
    from chats.models.user import User


class Editable(models.Model):
    edited_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    def edit(self, body: str, *, by: "User") -> None:
        """Replace the words. Raises PermissionDenied or ValidationError; same words do nothing."""
        message = cast("Message", self)
        body = clean_body(body)
        with transaction.atomic():
            message.conversation.lock()
            message.refresh_from_db(fields=["message_body", "edited_at", "is_deleted"])
            message.refuse_edit(by)
            if body == message.message_body:
                return
            now = timezone.now()
            message.revisions.create(
                message_body=message.message_body,
                written_at=message.edited_at or message.sent_at,
                replaced_at=now,
            )
            message.message_body, message.edited_at = body, now
            message.mentions = find_mentions(message.conversation_id, body)
            message.save(update_fields=["message_body", "edited_at", "mentions"])
            message.conversation.record(events.MESSAGE_EDITED, actor=by, message=message)

    def may_be_edited(self, by: "User") -> bool:
        message = cast("Message", self)
        return (
            message.sender_id == by.pk
            and not message.is_deleted
            and message.kind == "text"
            and timezone.now() - message.sent_at <= settings.EDIT_WINDOW
        )

    def refuse_edit(self, by: "User") -> None:
        message = cast("Message", self)
        if message.sender_id != by.pk:
            raise PermissionDenied(_("Only who wrote a message can change it."))
        if not message.conversation.is_participant(by) or not message.conversation.is_active:
            raise PermissionDenied(_("You cannot write in this conversation."))
        if not self.may_be_edited(by):
            raise ValidationError(_("This message can no longer be edited."), code="too_late")
