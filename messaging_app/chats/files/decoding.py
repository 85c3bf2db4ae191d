"""Pictures are decoded within limits, and whatever goes wrong is said in one sentence."""

import struct
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image

from chats.files.content import Content
from chats.files.refusals import Unreadable

MOST_FRAMES = 1_000
# A decoder that meets hostile bytes fails in any of these ways.
FAILURES = (
    OSError,
    SyntaxError,
    ValueError,
    LookupError,
    TypeError,
    EOFError,
    ArithmeticError,
    struct.error,
    zlib.error,
)
# A decoded picture takes hundreds of megabytes: only so many at a time.
_bench = threading.BoundedSemaphore(2)


@contextmanager
def opened(file: IO[bytes], content: Content) -> Iterator[Image.Image]:
    """Work on a picture with the one decoder that its bytes ask for; raises Unreadable."""
    file.seek(0)
    decoder = content.content_type.removeprefix("image/").upper()
    try:
        with _bench, Image.open(file, formats=[decoder]) as image:
            refuse_bomb(image)
            yield image
    except Image.DecompressionBombError as bomb:
        raise Unreadable(_too_many_pixels(settings.IMAGE_PIXELS)) from bomb
    except FAILURES as failure:
        words = _("This picture is damaged. Open it, save it again, and send that.")
        raise Unreadable(words) from failure


def refuse_bomb(image: Image.Image, frames: int = 1) -> None:
    """Raise Unreadable before more is decoded than a page could show."""
    limit = settings.IMAGE_PIXELS * (1 if frames == 1 else 2)
    if image.width * image.height * frames > limit or frames > MOST_FRAMES:
        raise Unreadable(_too_many_pixels(limit))


def _too_many_pixels(limit: int) -> str:
    return _("This picture has too many pixels. Up to %(count)d million are fine.") % {
        "count": limit // 1_000_000
    }
