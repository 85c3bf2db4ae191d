"""Files go into the storage under names that tell nothing, whole or not at all."""

import re
from functools import partial
from uuid import uuid4

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from chats.files.refusals import NoRoom, is_full

# What this module names, and so what it may ever clean away.
FOLDERS = ATTACHMENTS, THUMBNAILS, AVATARS = "attachments", "thumbnails", "avatars"
OURS = re.compile(rf"(?:{'|'.join(FOLDERS)})/\d{{4}}/\d{{2}}/[0-9a-f]{{32}}(?:\.webp)?")


def keep(content: "File[bytes]", folder: str, suffix: str = "") -> str:
    """Store the content and return its name; NoRoom, with nothing half stored, on a full disk."""
    name = f"{folder}/{timezone.now():%Y/%m}/{uuid4().hex}{suffix}"
    try:
        return default_storage.save(name, content)
    except OSError as failure:
        default_storage.delete(name)
        if is_full(failure):
            raise NoRoom() from failure
        raise


def discard(*names: str | None) -> None:
    """Remove stored files; those that are gone already are no matter."""
    for name in filter(None, names):
        default_storage.delete(name)


def discard_after_commit(*names: str | None) -> None:
    """Remove them when the change that lets go of them is certain."""
    transaction.on_commit(partial(discard, *names))
