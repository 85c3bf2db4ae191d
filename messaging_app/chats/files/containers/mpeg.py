"""MP3: frames one after another, perhaps behind an ID3 tag."""

import struct
from dataclasses import dataclass
from typing import IO

from chats.files.containers.facts import Facts

RATES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
BITRATES = {
    True: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    False: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
LAYER_3 = 1
# Any text may look like one frame; nothing but sound looks like several in a row.
FRAMES_TO_BELIEVE = 3


@dataclass(frozen=True, slots=True)
class Frame:
    length: int
    samples: int
    rate: int
    bitrate: int


def read(file: IO[bytes], size: int) -> Facts | None:
    """From the count of frames where the encoder wrote it, else from size and bit rate."""
    start = _after_tag(file.read(10))
    file.seek(start)
    first = file.read(4)
    frame = _frame(first)
    if frame is None or not _goes_on(file, start, frame):
        return None
    file.seek(start)
    count = _count(file.read(min(frame.length, 200)))
    if count:
        return Facts("audio/mpeg", count * frame.samples / frame.rate)
    return Facts("audio/mpeg", (size - start) * 8 / frame.bitrate)


def _after_tag(head: bytes) -> int:
    if len(head) < 10 or head[:3] != b"ID3":
        return 0
    length = 0
    for byte in head[6:10]:
        length = length << 7 | byte & 0x7F
    return 10 + length


def _goes_on(file: IO[bytes], start: int, frame: Frame) -> bool:
    at, found = start, frame
    for __ in range(FRAMES_TO_BELIEVE - 1):
        at += found.length
        file.seek(at)
        following = _frame(file.read(4))
        if following is None:
            return False
        found = following
    return True


def _frame(header: bytes) -> Frame | None:
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE0 != 0xE0:
        return None
    version, layer = header[1] >> 3 & 3, header[1] >> 1 & 3
    nth_bitrate, nth_rate = header[2] >> 4, header[2] >> 2 & 3
    if version not in RATES or layer != LAYER_3 or nth_bitrate in (0, 15) or nth_rate == 3:
        return None
    samples = 1152 if version == 3 else 576
    rate, bitrate = RATES[version][nth_rate], BITRATES[version == 3][nth_bitrate] * 1000
    padding = header[2] >> 1 & 1
    return Frame(samples // 8 * bitrate // rate + padding, samples, rate, bitrate)


def _count(frame: bytes) -> int:
    """How many frames the note of the encoder in the first one says there are."""
    for name in (b"Xing", b"Info"):
        at = frame.find(name)
        if 0 < at <= len(frame) - 12 and frame[at + 7] & 1:
            return int(struct.unpack_from(">I", frame, at + 8)[0])
    return 0
