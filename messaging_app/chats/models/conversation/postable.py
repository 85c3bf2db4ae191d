"""Words go into a conversation here, whoever sends them."""

import uuid
from typing import TYPE_CHECKING, Any, cast

from django.db import models

from chats.models.message.gathering import post_together
from chats.models.message.posting import Posting

if TYPE_CHECKING:
    from chats.models.conversation import Conversation
    from chats.models.message import Message
    from chats.models.user import User


class Postable(models.Model):
    class Meta:
        abstract = True

    def post(
        self,
        *,
        by: "User",
        body: str,
        client_id: uuid.UUID | None = None,
        **more: Any,
    ) -> "Message":
        """Store a message, number it, count it, and record it.

        A repeated `client_id` returns the stored message. Raises ValidationError for a bad
        body, reply or attachment, PermissionDenied for who does not take part, and Conflict
        when the `client_id` was used for other words.
        """
        conversation = cast("Conversation", self)
        posting = Posting(
            conversation=conversation, sender=by, message_body=body, client_id=client_id, **more
        )
        return post_together(posting)
