"""How much is taken: of one file, and of the disk."""

import shutil
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from chats.files.refusals import NoRoom, TooLarge, Unreadable


def refuse_size(kind: str, size: int) -> None:
    """Raise Unreadable for nothing at all, TooLarge above the limit of its kind."""
    if not size:
        raise Unreadable(_("This file is empty."))
    limit = settings.UPLOAD_LIMITS[kind]
    if size > limit:
        raise TooLarge(
            _("This file has %(size)s. Up to %(limit)s are fine.")
            % {"size": filesizeformat(size), "limit": filesizeformat(limit)}
        )


def refuse_without_room(size: int) -> None:
    """Raise NoRoom before the disk is so full that the database stops, too."""
    try:
        folder = Path(default_storage.path(""))
    except NotImplementedError:  # a storage on another machine
        return
    while not folder.exists():
        folder = folder.parent
    if shutil.disk_usage(folder).free - size < settings.UPLOAD_RESERVE:
        raise NoRoom()
