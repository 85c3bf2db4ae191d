"""A file that says how much of it was read, for a progress bar that needs no total of lines."""

import io
from collections.abc import Callable
from typing import BinaryIO


class Counted(io.RawIOBase):
    def __init__(self, file: BinaryIO, heard: Callable[[int], object]) -> None:
        super().__init__()
        self._file = file
        self._heard = heard

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        read = self._file.read(len(buffer))
        buffer[: len(read)] = read
        self._heard(len(read))
        return len(read)
