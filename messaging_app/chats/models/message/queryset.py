"""Messages in sets."""

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import connection, models

from chats.models.message.posting import Posting, post

if TYPE_CHECKING:
    from chats.models.message import Message
    from chats.models.participant import ConversationParticipant

# A chain of replies is followed this far; nobody reads deeper.
DEEPEST = 1000

THREAD_DEPTH = """
WITH RECURSIVE above AS (
    SELECT reply_to_id, 0 AS depth FROM messages WHERE message_id = %s
    UNION ALL
    SELECT m.reply_to_id, a.depth + 1 FROM above a
    JOIN messages m ON m.message_id = a.reply_to_id WHERE a.depth < %s
)
SELECT max(depth) FROM above
"""


class MessageQuerySet(models.QuerySet["Message"]):
    def seen_by(self, place: "ConversationParticipant") -> "MessageQuerySet":
        """Those a participant sees: after their floor, and not hidden from them."""
        return self.filter(seq__gt=place.floor_seq).exclude(hidden_from__user=place.user_id)

    def complete(self) -> "MessageQuerySet":
        """With everything a fragment shows, in a fixed number of queries."""
        return self.select_related("sender", "reply_to__sender").prefetch_related(
            "attachments", "reactions__user"
        )

    def create(self, **fields: Any) -> "Message":
        return post([Posting.of(self.model(**fields))])[0]

    def bulk_create(self, objs: Iterable["Message"], *args: Any, **kwargs: Any) -> list["Message"]:
        """Store many through the same rules; options of the plain bulk_create have no meaning."""
        return post([Posting.of(message) for message in objs])


class MessageManager(models.Manager.from_queryset(MessageQuerySet)):  # type: ignore[misc]
    def thread_depth(self, message: "Message") -> int:
        with connection.cursor() as cursor:
            cursor.execute(THREAD_DEPTH, [message.pk, DEEPEST])
            row = cursor.fetchone()
        return int(row[0] or 0)

    def by_client_id(self, sender_id: uuid.UUID, client_id: uuid.UUID) -> "Message | None":
        found: Message | None = self.filter(sender_id=sender_id, client_id=client_id).first()
        return found
