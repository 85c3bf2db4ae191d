"""Files that nobody wants any more, and stored ones that nobody knows."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction

from chats.files.keeping import FOLDERS, OURS, discard
from chats.models import Attachment, User
from chats.models.attachment.manager import AttachmentQuerySet

BATCH = 500
# When most of many files are strangers, the database is the wrong one, or an old one.
SUSPICIOUS_COUNT = 20
SUSPICIOUS_SHARE = 0.5


class Suspicious(Exception):
    """Too many stored files have no row; nothing was removed."""


def remove_unwanted(now: datetime) -> int:
    """Remove uploads that were never sent and the files of deleted messages; return how many."""
    abandoned = Attachment.objects.abandoned(now)
    withdrawn = Attachment.objects.withdrawn(now)
    return _remove(abandoned, "self") + _remove(withdrawn, "self", "message")


def sweep(now: datetime, *, force: bool = False) -> list[str]:
    """Remove stored files that no row knows, and return their names.

    Leaves alone what this room did not name and what is so new that its row may still come.
    Raises Suspicious, unless forced, when most of the files have no row.
    """
    stored = [name for folder in FOLDERS for name in _walk(folder) if _is_old(name, now)]
    unknown = [name for batch in _batches(stored) for name in _without_row(batch)]
    is_many = len(unknown) >= SUSPICIOUS_COUNT and len(unknown) > len(stored) * SUSPICIOUS_SHARE
    if is_many and not force:
        raise Suspicious(
            f"{len(unknown)} of {len(stored)} stored files have no row. Is this the right database?"
        )
    discard(*unknown)
    return unknown


def _remove(unwanted: AttachmentQuerySet, *locked: str) -> int:
    """In small transactions; what is being sent or restored at this moment is passed over."""
    removed = 0
    while True:
        with transaction.atomic():
            found = unwanted.select_for_update(skip_locked=True, of=locked)[:BATCH]
            count, __ = found.delete()
        removed += count
        if count < BATCH:
            return removed


def _walk(folder: str) -> Iterator[str]:
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for inner in folders:
        yield from _walk(f"{folder}/{inner}")
    yield from (name for file in files if OURS.fullmatch(name := f"{folder}/{file}"))


def _is_old(name: str, now: datetime) -> bool:
    try:
        return default_storage.get_modified_time(name) < now - settings.UNSENT_FILES_KEPT
    except FileNotFoundError:  # removed since it was listed
        return False


def _without_row(names: Sequence[str]) -> list[str]:
    known: set[str] = set()
    for model, field in ((Attachment, "file"), (Attachment, "thumbnail"), (User, "avatar")):
        rows = model._base_manager.filter(**{f"{field}__in": names})
        known.update(rows.values_list(field, flat=True))
    return [name for name in names if name not in known]


def _batches(names: Sequence[str]) -> Iterator[Sequence[str]]:
    return (names[start : start + BATCH] for start in range(0, len(names), BATCH))
