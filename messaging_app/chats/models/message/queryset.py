"""Messages in sets."""

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import connection, models, transaction

from chats import events
from chats.models.changes import Change, lock_in_order, record_each
from chats.models.message.storing import post_models

if TYPE_CHECKING:
    from chats.models.message import Message
    from chats.models.participant import ConversationParticipant

# A chain of replies is followed this far; nobody reads deeper.
DEEPEST = 1000

THREAD_DEPTHS = """
WITH RECURSIVE above AS (
    SELECT message_id, reply_to_id, 0 AS depth FROM messages WHERE message_id = ANY(%s)
    UNION ALL
    SELECT a.message_id, m.reply_to_id, a.depth + 1 FROM above a
    JOIN messages m ON m.message_id = a.reply_to_id WHERE a.depth < %s
)
SELECT message_id, max(depth) FROM above GROUP BY message_id
"""


class MessageQuerySet(models.QuerySet["Message"]):
    def seen_by(self, place: "ConversationParticipant") -> "MessageQuerySet":
        """Those a participant sees: after their floor, and not hidden from them."""
        return self.filter(seq__gt=place.floor_seq).exclude(hidden_from__user=place.user_id)

    def complete(self) -> "MessageQuerySet":
        """With everything a fragment shows, in a fixed number of queries."""
        reactions = apps.get_model("chats", "Reaction").objects.select_related("user")
        return self.select_related("sender", "reply_to__sender").prefetch_related(
            "attachments", models.Prefetch("reactions", reactions)
        )

    def create(self, **fields: Any) -> "Message":
        """Post it; with a `client_id` that came before, return what was stored then."""
        return post_models([self.model(**fields)])[0]

    def bulk_create(self, objs: Iterable["Message"], *args: Any, **kwargs: Any) -> list["Message"]:
        """Store many through the same rules; options of the plain bulk_create have no meaning."""
        return post_models(list(objs))

    def delete(self) -> tuple[int, dict[str, int]]:
        """Remove the rows for good: a trigger counts them out, an event tells open screens."""
        with transaction.atomic():
            rows = self.order_by("conversation_id", "seq").values_list("conversation_id", "pk")
            changes = [Change(conversation_id, pk) for conversation_id, pk in rows]
            lock_in_order([change.conversation_id for change in changes])
            files = apps.get_model("chats", "Attachment").objects
            files.filter(message__in=[change.message_id for change in changes]).delete()
            deleted = super().delete()
            record_each(events.MESSAGE_DELETED, changes)
            return deleted

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]


class MessageManager(models.Manager.from_queryset(MessageQuerySet)):  # type: ignore[misc]
    def thread_depths(self, ids: list[uuid.UUID]) -> dict[uuid.UUID, int]:
        """How many messages each of these stands under, from one query."""
        with connection.cursor() as cursor:
            cursor.execute(THREAD_DEPTHS, [ids, DEEPEST])
            return dict(cursor.fetchall())

    def by_client_id(self, sender_id: uuid.UUID, client_id: uuid.UUID) -> "Message | None":
        found: Message | None = self.filter(sender_id=sender_id, client_id=client_id).first()
        return found
