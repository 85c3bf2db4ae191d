"""Pictures are never kept as sent: decoded within limits, turned upright, and written anew.

What else the file held, a place, a thumbnail of something else, a script, is left behind.
"""

from dataclasses import dataclass
from io import BytesIO
from typing import IO

from PIL import Image, ImageCms, ImageOps

from chats.files.content import PNG, WEBP, Content
from chats.files.decoding import opened, refuse_bomb

THUMBNAIL_EDGE = 640
PORTRAIT_EDGE = 256
SRGB = ImageCms.createProfile("sRGB")


@dataclass(frozen=True, slots=True)
class Picture:
    content: Content
    body: bytes
    thumbnail: bytes
    is_animated: bool


def develop(file: IO[bytes], content: Content) -> Picture:
    """Return the picture made anew, with a small one; Unreadable says what is wrong with it."""
    with opened(file, content) as image:
        if getattr(image, "is_animated", False) and image.format != "MPO":
            return _animation(image)
        return _still(image, content)


def portrait(file: IO[bytes], content: Content) -> bytes:
    """Return the middle square, small, as WebP."""
    with opened(file, content) as image:
        ImageOps.exif_transpose(image, in_place=True)
        upright = _to_srgb(image).convert("RGBA")
        square = ImageOps.fit(upright, (PORTRAIT_EDGE, PORTRAIT_EDGE))
        white = Image.new("RGBA", square.size, "white")
        return _written(Image.alpha_composite(white, square).convert("RGB"), "WEBP", quality=86)


def _still(image: Image.Image, content: Content) -> Picture:
    ImageOps.exif_transpose(image, in_place=True)
    upright = _to_srgb(image)
    if content.content_type == "image/jpeg":
        plain = _bare(upright, "L", "RGB")
        body = _written(plain, "JPEG", quality=88, optimize=True, progressive=True)
    elif content.content_type in ("image/png", "image/gif"):
        content, plain = PNG, _bare(upright, "1", "L", "LA", "P", "RGB", "RGBA")
        body = _written(plain, "PNG", compress_level=4)
    else:
        content, plain = WEBP, _bare(upright, "RGB", "RGBA")
        body = _written(plain, "WEBP", quality=86, method=2)
    return _picture(content, body, plain, is_animated=False)


def _animation(image: Image.Image) -> Picture:
    """Every frame again, as WebP: the one form that all browsers play and that stays small."""
    durations = _durations(image)
    image.seek(0)
    first = _bare(image.copy(), "RGB", "RGBA")
    loops = image.info.get("loop", 1)
    body = _written(
        image,
        "WEBP",
        save_all=True,
        duration=durations,
        loop=loops,
        quality=80,
        method=2,
        exif=b"",
        xmp=b"",
        icc_profile=b"",
    )
    return _picture(WEBP, body, first, is_animated=len(durations) > 1)


def _durations(image: Image.Image) -> list[int]:
    """Decode each frame, within the limits, and return how long it stands."""
    durations: list[int] = []
    while True:
        try:
            image.seek(len(durations))
        except EOFError:
            return durations
        refuse_bomb(image, len(durations) + 1)
        image.load()
        stands = int(image.info.get("duration", 0))
        durations.append(stands if stands >= 20 else 100)  # as browsers do


def _picture(content: Content, body: bytes, shown: Image.Image, *, is_animated: bool) -> Picture:
    sized = Content(
        content.kind, content.content_type, content.suffixes, None, shown.width, shown.height
    )
    small = shown if shown.mode in ("RGB", "RGBA") else shown.convert("RGBA")
    small.thumbnail((THUMBNAIL_EDGE, THUMBNAIL_EDGE))
    return Picture(sized, body, _written(small, "WEBP", quality=80), is_animated)


def _to_srgb(image: Image.Image) -> Image.Image:
    """Put the colours into the space that every screen knows; a broken profile is ignored."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in ("RGB", "RGBA", "CMYK"):
        return image
    try:
        described = ImageCms.ImageCmsProfile(BytesIO(profile))
        mode = "RGBA" if image.mode == "RGBA" else "RGB"
        return ImageCms.profileToProfile(image, described, SRGB, outputMode=mode) or image
    except (ImageCms.PyCMSError, OSError):
        return image


def _bare(image: Image.Image, *modes: str) -> Image.Image:
    """Leave the pixels alone in it, in one of the modes; a large picture is not copied."""
    image.load()  # words may stand behind the pixels
    bare = image if image.mode in modes else image.convert(_richest(image, modes))
    kept = {"transparency"} if bare.mode == "P" else set()
    bare.info = {key: value for key, value in bare.info.items() if key in kept}
    return bare


def _richest(image: Image.Image, modes: tuple[str, ...]) -> str:
    if image.has_transparency_data and "RGBA" in modes:
        return "RGBA"
    return "L" if image.mode.startswith("I") and "L" in modes else "RGB"


def _written(image: Image.Image, form: str, **options: object) -> bytes:
    kept = BytesIO()
    image.save(kept, form, **options)
    return kept.getvalue()
