"""A photo of a person: whatever was uploaded, a small square picture without its metadata."""

from functools import partial
from io import BytesIO
from typing import IO
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from chats.models import User

_SIDE = 512
_LARGEST_FILE = 10 * 1024 * 1024
_LARGEST_IMAGE = 64_000_000
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")


def portrait(upload: IO[bytes]) -> ContentFile:
    """Return the middle square as WebP; ValidationError for what is no picture.

    Only the decoded pixels are kept: what else the file held, a place, a script, is gone.
    """
    if _size_of(upload) > _LARGEST_FILE:
        raise ValidationError(_("This file is larger than 10 MB. Choose a smaller one."))
    try:
        with Image.open(upload, formats=_FORMATS) as image:
            if image.width * image.height > _LARGEST_IMAGE:
                raise ValidationError(_("This picture has too many pixels. Choose a smaller one."))
            upright = ImageOps.exif_transpose(image).convert("RGBA")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as unreadable:
        raise ValidationError(_("This is not a picture that we can read.")) from unreadable
    return ContentFile(_webp(ImageOps.fit(upright, (_SIDE, _SIDE))))


def put_on(user: User, picture: ContentFile | None) -> None:
    """Give the person this photo, or none; the old file goes when the change is certain."""
    with transaction.atomic():
        old = user.avatar.name
        if picture:
            user.avatar.save(f"{timezone.now():%Y/%m}/{uuid4().hex}.webp", picture, save=False)
        else:
            user.avatar = ""
        user.save(update_fields=["avatar"])
        if old:
            transaction.on_commit(partial(user.avatar.storage.delete, old))


def _webp(square: Image.Image) -> bytes:
    white = Image.new("RGBA", square.size, "white")
    kept = BytesIO()
    Image.alpha_composite(white, square).convert("RGB").save(kept, "WEBP", quality=86)
    return kept.getvalue()


def _size_of(upload: IO[bytes]) -> int:
    upload.seek(0, 2)
    size = upload.tell()
    upload.seek(0)
    return size
