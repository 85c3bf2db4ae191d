"""MP4, M4A and QuickTime: boxes within boxes."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from chats.files.containers.facts import Facts

QUICKTIME = b"qt  "
# Photos of phones come in the same boxes; no browser but one shows them.
PICTURES = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
# Of each level; an honest index has a few dozen.
MOST_BOXES = 100


@dataclass(frozen=True, slots=True)
class Box:
    name: bytes
    start: int
    end: int


@dataclass(slots=True)
class Track:
    handler: bytes = b""
    width: int = 0
    height: int = 0


def read(file: IO[bytes], size: int) -> Facts | None:
    """Length from the movie's header, edges from the first track of film."""
    head = file.read(12)
    if head[4:8] != b"ftyp" or head[8:12] in PICTURES:
        return None
    movie = next((box for box in _boxes(file, 0, size) if box.name == b"moov"), None)
    if movie is None:
        return None
    duration, tracks = None, []
    for box in list(_boxes(file, movie.start, movie.end)):
        if box.name == b"mvhd":
            duration = _duration(_payload(file, box))
        elif box.name == b"trak":
            tracks.append(_track(file, box))
    return _facts(head[8:12], duration, tracks)


def _facts(brand: bytes, duration: float | None, tracks: list[Track]) -> Facts | None:
    film = next((track for track in tracks if track.handler == b"vide"), None)
    if film:
        content_type = "video/quicktime" if brand == QUICKTIME else "video/mp4"
        return Facts(content_type, duration, film.width, film.height)
    has_sound = any(track.handler == b"soun" for track in tracks)
    return Facts("audio/mp4", duration) if has_sound else None


def _boxes(file: IO[bytes], start: int, end: int) -> Iterator[Box]:
    for __ in range(MOST_BOXES):
        file.seek(start)
        header = file.read(16)
        if start + 8 > end or len(header) < 8:
            return
        length, name = struct.unpack_from(">I4s", header)
        inside = start + 8
        if length == 1 and len(header) == 16:
            length, inside = struct.unpack_from(">Q", header, 8)[0], start + 16
        stop = end if length == 0 else start + length
        if not inside <= stop <= end:
            return
        yield Box(name, inside, stop)
        start = stop


def _payload(file: IO[bytes], box: Box) -> bytes:
    file.seek(box.start)
    return file.read(min(box.end - box.start, 256))


def _duration(header: bytes) -> float | None:
    layout, at = (">IQ", 20) if header[:1] == b"\x01" else (">II", 12)
    if len(header) < at + struct.calcsize(layout):
        return None
    scale, length = struct.unpack_from(layout, header, at)
    return length / scale if scale else None


def _track(file: IO[bytes], trak: Box) -> Track:
    track = Track()
    for box in list(_boxes(file, trak.start, trak.end)):
        if box.name == b"tkhd":
            track.width, track.height = _edges(_payload(file, box))
        elif box.name == b"mdia":
            track.handler = _handler(file, box)
    return track


def _edges(header: bytes) -> tuple[int, int]:
    """A phone held upright writes a lying picture and a matrix that turns it."""
    at = len(header) - 44
    if at < 0:
        return 0, 0
    matrix = struct.unpack_from(">9i", header, at)
    width, height = (edge >> 16 for edge in struct.unpack_from(">II", header, at + 36))
    return (height, width) if matrix[0] == 0 and matrix[1] else (width, height)


def _handler(file: IO[bytes], media: Box) -> bytes:
    for box in _boxes(file, media.start, media.end):
        if box.name == b"hdlr":
            return _payload(file, box)[8:12]
    return b""
