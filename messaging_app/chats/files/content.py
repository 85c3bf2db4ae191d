"""What a file is, told by its bytes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from chats.files.containers import flac, iso, matroska, mpeg, ogg, wave
from chats.files.containers.facts import Facts
from chats.files.kinds import AttachmentKind

HEAD = 32
OCTETS = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Content:
    """What a page needs to know before it shows a file."""

    kind: str = AttachmentKind.FILE
    content_type: str = OCTETS
    suffixes: tuple[str, ...] = ()
    duration: float | None = None
    width: int | None = None
    height: int | None = None


JPEG = Content(AttachmentKind.IMAGE, "image/jpeg", (".jpg", ".jpeg", ".jpe", ".jfif"))
PNG = Content(AttachmentKind.IMAGE, "image/png", (".png",))
GIF = Content(AttachmentKind.IMAGE, "image/gif", (".gif",))
WEBP = Content(AttachmentKind.IMAGE, "image/webp", (".webp",))
AVIF = Content(AttachmentKind.IMAGE, "image/avif", (".avif",))
UNKNOWN = Content()

SUFFIXES = {
    "audio/mpeg": (".mp3",),
    "audio/mp4": (".m4a", ".mp4", ".aac"),
    "audio/ogg": (".ogg", ".oga", ".opus"),
    "audio/wav": (".wav",),
    "audio/flac": (".flac",),
    "audio/webm": (".webm", ".weba"),
    "video/mp4": (".mp4", ".m4v"),
    "video/quicktime": (".mov", ".qt"),
    "video/ogg": (".ogv", ".ogg"),
    "video/webm": (".webm",),
}
# Endings that promise a picture, a sound or a film.
OF_THE_TRADE = frozenset(
    suffix
    for suffixes in (
        *SUFFIXES.values(),
        *(image.suffixes for image in (JPEG, PNG, GIF, WEBP, AVIF)),
        (".bmp", ".svg", ".tif", ".tiff", ".heic"),
    )
    for suffix in suffixes
)
# What a browser may show or play in a page; all else is only ever saved.
INLINE = frozenset({*SUFFIXES, "image/jpeg", "image/png", "image/webp"})

READERS: tuple[Callable[[IO[bytes], int], Facts | None], ...] = (
    iso.read,
    matroska.read,
    wave.read,
    ogg.read,
    flac.read,
    mpeg.read,
)


def recognise(file: IO[bytes], size: int) -> Content:
    """Tell what the bytes are; what is not known, or only begins well, is a plain file."""
    file.seek(0)
    picture = _picture(file.read(HEAD))
    if picture:
        return picture
    for read in READERS:
        file.seek(0)
        facts = read(file, size)
        if facts:
            return _playable(facts)
    return UNKNOWN


def _picture(head: bytes) -> Content | None:
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head.startswith((b"GIF87a", b"GIF89a")):
        return GIF
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return WEBP
    return AVIF if head[4:12] in (b"ftypavif", b"ftypavis") else None


def _playable(facts: Facts) -> Content:
    return Content(
        kind=facts.content_type.partition("/")[0],
        content_type=facts.content_type,
        suffixes=SUFFIXES[facts.content_type],
        duration=facts.duration,
        width=facts.width,
        height=facts.height,
    )
