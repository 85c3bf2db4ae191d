"""Ogg: pages; the first one names the codec, the last one carries the position."""

import struct
from typing import IO

from chats.files.containers.facts import Facts

OPUS_RATE = 48_000
# A page is at most 65,307 bytes, so the last one begins within this.
TAIL = 66_000
NO_POSITION = 2**64 - 1


def read(file: IO[bytes], size: int) -> Facts | None:
    """The last position divided by the rate of the codec; film keeps its length to itself."""
    head = file.read(512)
    if head[:4] != b"OggS" or len(head) < 60:
        return None
    packet = head[27 + head[26] :]
    if packet.startswith(b"\x80theora"):
        return Facts("video/ogg", None, *_picture(packet))
    rate, skip = _rate(packet)
    if not rate:
        return None
    position = _last_position(file, size)
    return Facts("audio/ogg", (position - skip) / rate if position else None)


def _rate(packet: bytes) -> tuple[int, int]:
    if packet.startswith(b"OpusHead") and len(packet) >= 12:
        return OPUS_RATE, int(struct.unpack_from("<H", packet, 10)[0])
    if packet.startswith(b"\x01vorbis") and len(packet) >= 16:
        return int(struct.unpack_from("<I", packet, 12)[0]), 0
    return 0, 0


def _picture(packet: bytes) -> tuple[int, int]:
    if len(packet) < 20:
        return 0, 0
    return int.from_bytes(packet[14:17], "big"), int.from_bytes(packet[17:20], "big")


def _last_position(file: IO[bytes], size: int) -> int:
    file.seek(max(0, size - TAIL))
    tail = file.read(TAIL)
    at = tail.rfind(b"OggS")
    if at < 0 or at + 14 > len(tail):
        return 0
    position = int(struct.unpack_from("<Q", tail, at + 6)[0])
    return 0 if position == NO_POSITION else position
