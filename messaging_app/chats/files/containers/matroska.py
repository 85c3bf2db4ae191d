"""WebM: EBML elements within elements, each an id, a length and what it holds."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from chats.files.containers.facts import Facts

EBML, DOC_TYPE, SEGMENT = 0x1A45DFA3, 0x4282, 0x18538067
INFO, TIMECODE_SCALE, DURATION = 0x1549A966, 0x2AD7B1, 0x4489
TRACKS, TRACK, TRACK_TYPE = 0x1654AE6B, 0xAE, 0x83
VIDEO, PIXEL_WIDTH, PIXEL_HEIGHT, CLUSTER = 0xE0, 0xB0, 0xBA, 0x1F43B675
FILM, SOUND = 1, 2
NANOSECONDS = 1_000_000
# Of each level; an honest index has a few dozen.
MOST_ELEMENTS = 100


@dataclass(frozen=True, slots=True)
class Element:
    id: int
    start: int
    end: int


@dataclass(slots=True)
class Track:
    type: int = 0
    width: int = 0
    height: int = 0


def read(file: IO[bytes], size: int) -> Facts | None:
    """Only the WebM kind: browsers do not play the other Matroska files."""
    if file.read(4) != EBML.to_bytes(4, "big"):
        return None
    doc_type, duration = b"", None
    tracks: list[Track] = []
    for element in _elements(file, 0, size):
        if element.id == EBML:
            doc_type = _find(file, element, DOC_TYPE)
        elif element.id == SEGMENT:
            duration, tracks = _segment(file, element)
            break
    if doc_type.rstrip(b"\0") != b"webm":
        return None
    return _facts(duration, tracks)


def _facts(duration: float | None, tracks: list[Track]) -> Facts | None:
    film = next((track for track in tracks if track.type == FILM), None)
    if film:
        return Facts("video/webm", duration, film.width, film.height)
    has_sound = any(track.type == SOUND for track in tracks)
    return Facts("audio/webm", duration) if has_sound else None


def _segment(file: IO[bytes], segment: Element) -> tuple[float | None, list[Track]]:
    duration, tracks = None, []
    for element in _elements(file, segment.start, segment.end):
        if element.id == CLUSTER:
            break
        if element.id == INFO:
            duration = _duration(file, element)
        elif element.id == TRACKS:
            found = list(_elements(file, element.start, element.end))
            tracks = [_track(file, track) for track in found if track.id == TRACK]
    return duration, tracks


def _duration(file: IO[bytes], info: Element) -> float | None:
    scale = int.from_bytes(_find(file, info, TIMECODE_SCALE), "big") or NANOSECONDS
    packed = _find(file, info, DURATION)
    layout = {4: ">f", 8: ">d"}.get(len(packed))
    return float(struct.unpack(layout, packed)[0]) * scale / 1e9 if layout else None


def _track(file: IO[bytes], track: Element) -> Track:
    found = Track(type=int.from_bytes(_find(file, track, TRACK_TYPE), "big"))
    for element in list(_elements(file, track.start, track.end)):
        if element.id == VIDEO:
            found.width = int.from_bytes(_find(file, element, PIXEL_WIDTH), "big")
            found.height = int.from_bytes(_find(file, element, PIXEL_HEIGHT), "big")
    return found


def _find(file: IO[bytes], parent: Element, wanted: int) -> bytes:
    for element in _elements(file, parent.start, parent.end):
        if element.id == wanted:
            file.seek(element.start)
            return file.read(min(element.end - element.start, 64))
    return b""


def _elements(file: IO[bytes], start: int, end: int) -> Iterator[Element]:
    for __ in range(MOST_ELEMENTS):
        if start >= end:
            return
        file.seek(start)
        header = file.read(12)
        name = _width(header, 0)
        width = _width(header, name)
        if not name or not width or len(header) < name + width:
            return
        inside, unknown = start + name + width, (1 << 7 * width) - 1
        length = int.from_bytes(header[name : name + width], "big") & unknown
        # All ones mean "not known yet", as a browser writes while it records.
        stop = end if length == unknown else min(inside + length, end)
        yield Element(int.from_bytes(header[:name], "big"), inside, stop)
        start = stop


def _width(header: bytes, at: int) -> int:
    """How many bytes a number takes: one more than its leading zero bits."""
    if at >= len(header) or header[at] == 0:
        return 0
    return 9 - header[at].bit_length()
