"""Messages in sets."""

import uuid
from collections.abc import Iterable, Sequence
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

    def marked(self) -> "MessageQuerySet":
        """Those that `furnish` makes complete: each knows what there is to be read about it."""
        return self.select_related("conversation", "sender", "reply_to__sender").annotate(
            has_files=_about("Attachment"),
            has_reactions=_about("Reaction"),
            is_hidden_from_some=_about("HiddenMessage"),
        )

    def furnish(self, messages: "Sequence[Message]") -> "Sequence[Message]":
        """Make `marked` messages complete; about what was just said there is nothing to ask."""
        reactions = apps.get_model("chats", "Reaction").objects.select_related("user")
        for one in messages:
            # Django looks here first for what `all` returns.
            one._prefetched_objects_cache = {
                name: getattr(one, name).none()
                for name, has_any in (
                    ("attachments", one.has_files),
                    ("reactions", one.has_reactions),
                )
                if not has_any
            }
        models.prefetch_related_objects([one for one in messages if one.has_files], "attachments")
        models.prefetch_related_objects(
            [one for one in messages if one.has_reactions], models.Prefetch("reactions", reactions)
        )
        return messages

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

    delete.alters_data = True
    delete.queryset_only = True


class MessageManager(models.Manager.from_queryset(MessageQuerySet)):
    def thread_depths(self, ids: list[uuid.UUID]) -> dict[uuid.UUID, int]:
        """How many messages each of these stands under, from one query."""
        with connection.cursor() as cursor:
            cursor.execute(THREAD_DEPTHS, [ids, DEEPEST])
            return dict(cursor.fetchall())

    def by_client_id(self, sender_id: uuid.UUID, client_id: uuid.UUID) -> "Message | None":
        found: Message | None = self.filter(sender_id=sender_id, client_id=client_id).first()
        return found


def _about(model: str) -> models.Exists:
    rows = apps.get_model("chats", model).objects.filter(message=models.OuterRef("pk"))
    return models.Exists(rows)
