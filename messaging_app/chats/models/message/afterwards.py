"""What became of the messages of a history after they were said, in sets.

The windows for editing and deleting do not count here: it happened long ago, and elsewhere.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import connection, transaction

from chats import events
from chats.models.changes import Change, lock_in_order, record_each

if TYPE_CHECKING:
    from chats.models.message import Message
    from chats.models.revision import Revision

REACT = """
INSERT INTO reactions (message_id, user_id, emoji, reacted_at)
SELECT * FROM unnest(%s::uuid[], %s::uuid[], %s::text[], %s::timestamptz[])
ON CONFLICT DO NOTHING RETURNING message_id, user_id, reacted_at
"""

DELETE = """
UPDATE messages m SET is_deleted = true, deleted_at = d.at, deleted_by_id = d.actor_id
FROM unnest(%s::uuid[], %s::uuid[], %s::timestamptz[]) AS d (message_id, actor_id, at)
WHERE m.message_id = d.message_id AND NOT m.is_deleted
RETURNING m.message_id, d.actor_id, d.at
"""

MARK_EDITED = """
UPDATE messages m SET edited_at = e.at
FROM unnest(%s::uuid[], %s::timestamptz[]) AS e (message_id, at)
WHERE m.message_id = e.message_id
"""


@dataclass(frozen=True, slots=True)
class Reacted:
    message_id: uuid.UUID
    user_id: uuid.UUID
    emoji: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Edited:
    """`before` is what was said until then, where that is not what is stored."""

    message_id: uuid.UUID
    body: str
    at: datetime
    before: str | None = None


@dataclass(frozen=True, slots=True)
class Deleted:
    message_id: uuid.UUID
    at: datetime
    user_id: uuid.UUID | None = None


def react_each(reactions: Sequence[Reacted]) -> None:
    """Put emoji under messages; one that is there already stays as it is."""
    with transaction.atomic():
        messages = _lock([reaction.message_id for reaction in reactions])
        columns = [
            [reaction.message_id for reaction in reactions],
            [reaction.user_id for reaction in reactions],
            [reaction.emoji for reaction in reactions],
            [reaction.at for reaction in reactions],
        ]
        _record(events.REACTION_ADDED, messages, _run(REACT, columns))


def edit_each(edits: Sequence[Edited]) -> None:
    """Replace words, with the earlier ones kept; what is deleted gets no words again."""
    with transaction.atomic():
        messages = _lock([edit.message_id for edit in edits])
        standing = [edit for edit in edits if not messages[edit.message_id].is_deleted]
        revisions = [_replace(messages[edit.message_id], edit) for edit in standing]
        apps.get_model("chats", "Revision").objects.bulk_create(filter(None, revisions))
        changed = {edit.message_id: messages[edit.message_id] for edit in standing}
        model: type[Message] = apps.get_model("chats", "Message")
        model.objects.bulk_update(changed.values(), ["message_body", "edited_at"])
        rows = [(edit.message_id, changed[edit.message_id].sender_id, edit.at) for edit in standing]
        _record(events.MESSAGE_EDITED, messages, rows)


def delete_each(deletions: Sequence[Deleted]) -> None:
    """Delete for everyone; tombstones stay."""
    with transaction.atomic():
        messages = _lock([deletion.message_id for deletion in deletions])
        columns = [
            [deletion.message_id for deletion in deletions],
            [deletion.user_id for deletion in deletions],
            [deletion.at for deletion in deletions],
        ]
        _record(events.MESSAGE_DELETED, messages, _run(DELETE, columns))


def mark_edited(marks: Sequence[tuple[uuid.UUID, datetime]]) -> None:
    """Say of messages that have just come in that these are not their first words."""
    if marks:
        with connection.cursor() as cursor:
            cursor.execute(MARK_EDITED, [list(column) for column in zip(*marks, strict=True)])


Row = tuple[uuid.UUID, uuid.UUID | None, datetime]


def _lock(ids: Sequence[uuid.UUID]) -> "dict[uuid.UUID, Message]":
    """Their conversations are held; then they are read as they are."""
    model: type[Message] = apps.get_model("chats", "Message")
    found = model.objects.filter(pk__in=set(ids)).order_by()
    lock_in_order(list(found.values_list("conversation_id", flat=True).distinct()))
    return {message.pk: message for message in found.all()}


def _run(statement: str, columns: Sequence[Any]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(statement, columns)
        rows: list[Row] = cursor.fetchall()
    return rows


def _replace(message: "Message", edit: Edited) -> "Revision | None":
    before = edit.before or message.message_body
    revision: Revision | None = None
    if before != edit.body:
        revision = apps.get_model("chats", "Revision")(
            message=message,
            message_body=before,
            written_at=message.edited_at or message.sent_at,
            replaced_at=edit.at,
        )
    message.message_body, message.edited_at = edit.body, edit.at
    return revision


def _record(kind: str, messages: "dict[uuid.UUID, Message]", rows: Sequence[Row]) -> None:
    changes = [Change(messages[pk].conversation_id, pk, actor, at) for pk, actor, at in rows]
    record_each(kind, changes)
