"""FLAC: the first block says how many samples there are."""

from typing import IO

from chats.files.containers.facts import Facts

HEADER = 4 + 4 + 18


def read(file: IO[bytes], size: int) -> Facts | None:
    """Samples divided by samples a second."""
    head = file.read(HEADER)
    if len(head) < HEADER or head[:4] != b"fLaC" or head[4] & 0x7F:
        return None
    packed = int.from_bytes(head[18:26], "big")
    rate, samples = packed >> 44, packed & (1 << 36) - 1
    return Facts("audio/flac", samples / rate) if rate else None
