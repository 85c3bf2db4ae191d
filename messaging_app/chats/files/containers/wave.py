"""WAV: RIFF chunks of `fmt ` and `data`."""

import struct
from typing import IO

from chats.files.containers.facts import Facts

MOST_CHUNKS = 100


def read(file: IO[bytes], size: int) -> Facts | None:
    """Bytes of sound divided by bytes a second."""
    head = file.read(12)
    if head[:4] != b"RIFF" or head[8:12] != b"WAVE":
        return None
    rate = 0
    for __ in range(MOST_CHUNKS):
        header = file.read(8)
        if len(header) < 8:
            return None
        name, length = struct.unpack("<4sI", header)
        start = file.tell()
        if name == b"fmt ":
            rate = _bytes_a_second(file.read(16))
        if name == b"data":
            return Facts("audio/wav", min(length, size - start) / rate) if rate else None
        file.seek(start + length + length % 2)
    return None


def _bytes_a_second(chunk: bytes) -> int:
    return int(struct.unpack_from("<I", chunk, 8)[0]) if len(chunk) == 16 else 0
