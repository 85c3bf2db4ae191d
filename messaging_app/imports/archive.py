"""What somebody brings: a zip archive, a folder or a file, looked through before it is believed."""

import io
import os
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from chats.importing.files import NotThere
from imports.broken import Broken

MEGABYTE = 1024 * 1024
MOST_ENTRIES = 500_000
# Chats pack well, to a twentieth or so; what packs better than this was made to fill a disk.
LARGEST_RATIO = 100
HARMLESS = 64 * MEGABYTE
ZIP_MAGIC = b"PK"
UTF8_NAMES = 0x800
ENCRYPTED = 0x1
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError)


class Archive:
    """Files by their names, which are relative paths with slashes."""

    def __init__(self, title: str) -> None:
        self.title = title  # what it was called, without its ending
        self.root = ""

    @cached_property
    def known(self) -> frozenset[str]:
        """The names of all files below the root."""
        below = (name for name in self._all() if name.startswith(self.root))
        return frozenset(name.removeprefix(self.root) for name in below)

    def names(self) -> list[str]:
        return sorted(self.known)

    def enter(self, name: str) -> bool:
        """Make the outermost folder that holds this file the root; False when none does."""
        found = [one for one in self._all() if one == name or one.endswith(f"/{name}")]
        if found:
            self.root = min(found, key=len).removesuffix(name)
            self.__dict__.pop("known", None)
        return bool(found)

    def size(self, name: str) -> int:
        raise NotImplementedError

    def open(self, name: str) -> BinaryIO:
        raise NotImplementedError

    def _all(self) -> list[str]:
        raise NotImplementedError


class Zip(Archive):
    def __init__(self, file: zipfile.ZipFile, title: str, size: int) -> None:
        super().__init__(title)
        self._file = file
        self._entries = _checked(file.infolist(), size)

    def size(self, name: str) -> int:
        return self._entry(name).file_size

    def open(self, name: str) -> BinaryIO:
        entry = self._entry(name)
        try:
            opened = self._file.open(entry)
        except DAMAGED as error:
            raise Broken(f"{name} in it is damaged: {error}") from error
        return guarded(cast("BinaryIO", opened), name)

    def _entry(self, name: str) -> zipfile.ZipInfo:
        try:
            return self._entries[self.root + name]
        except KeyError as error:
            raise NotThere(name) from error

    def _all(self) -> list[str]:
        return list(self._entries)


class Folder(Archive):
    def __init__(self, path: Path) -> None:
        super().__init__(path.resolve().name)
        self._path = path
        self._names = frozenset(_walk(path))

    def size(self, name: str) -> int:
        return self._find(name).stat().st_size

    def open(self, name: str) -> BinaryIO:
        found = self._find(name)
        try:
            return guarded(found.open("rb"), name)
        except OSError as error:
            raise Broken(f"{name} in it cannot be read: {error.strerror}") from error

    def _find(self, name: str) -> Path:
        if self.root + name not in self._names:
            raise NotThere(name)
        return self._path / (self.root + name)

    def _all(self) -> list[str]:
        return list(self._names)


class Lone(Archive):
    """One file without any beside it."""

    def __init__(self, path: Path) -> None:
        super().__init__(path.stem)
        self._path = path

    def size(self, name: str) -> int:
        if name != self._path.name:
            raise NotThere(name)
        return self._path.stat().st_size

    def open(self, name: str) -> BinaryIO:
        if name != self._path.name:
            raise NotThere(name)
        return guarded(self._path.open("rb"), name)

    def _all(self) -> list[str]:
        return [self._path.name]


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """Look through what lies there; raises Broken."""
    try:
        if path.is_dir():
            yield Folder(path)
            return
        with path.open("rb") as file:
            is_zip = file.read(len(ZIP_MAGIC)) == ZIP_MAGIC
    except OSError as error:
        raise Broken(f"it cannot be read: {error.strerror}") from error
    if not is_zip:
        yield Lone(path)
        return
    with _unzipped(path) as file:
        yield Zip(file, path.stem, path.stat().st_size)


@contextmanager
def _unzipped(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        file = zipfile.ZipFile(path)
    except (*DAMAGED, ValueError) as error:
        raise Broken(f"it is no whole zip archive: {error}") from error
    with file:
        yield file


def _checked(entries: list[zipfile.ZipInfo], size: int) -> dict[str, zipfile.ZipInfo]:
    """By the names that they are used under; Broken for all that an export never holds."""
    if len(entries) > MOST_ENTRIES:
        raise Broken(f"it holds more than {MOST_ENTRIES:,} files")
    checked: dict[str, zipfile.ZipInfo] = {}
    for entry in entries:
        name = _name_of(entry)
        _refuse_entry(entry, name)
        if name in checked:
            raise Broken(f"it holds {name} twice")
        if not entry.is_dir():
            checked[name] = entry
    if sum(entry.compress_size for entry in entries) > size:
        raise Broken("files in it lie over each other")
    _refuse_bomb("it", sum(entry.file_size for entry in entries), size)
    return checked


def _refuse_entry(entry: zipfile.ZipInfo, name: str) -> None:
    refuse_path(name)
    mode = entry.external_attr >> 16
    if stat.S_ISLNK(mode):
        raise Broken(f"{name} in it is a symbolic link")
    if entry.flag_bits & ENCRYPTED:
        raise Broken("it is locked with a password; unpack it and pack it without")
    _refuse_bomb(f"{name} in it", entry.file_size, entry.compress_size)


def _refuse_bomb(what: str, unpacked: int, packed: int) -> None:
    if unpacked > HARMLESS and unpacked > LARGEST_RATIO * packed:
        raise Broken(f"{what} unpacks to {unpacked // MEGABYTE:,} MB, far too much for its size")


def refuse_path(name: str) -> None:
    """Raise Broken for a path that leads out of its archive, or means another elsewhere."""
    parts = PurePosixPath(name).parts
    if not name.strip("/") or name.startswith("/") or ".." in parts or ":" in parts[0]:
        raise Broken(f"the path {name[:100]!r} in it leads out of it")
    if "\0" in name or "\\" in name:
        raise Broken(f"the path {name[:100]!r} in it is none")


def _name_of(entry: zipfile.ZipInfo) -> str:
    """Packers that write UTF-8 do not always say so."""
    name = entry.orig_filename
    if entry.flag_bits & UTF8_NAMES:
        return name
    try:
        return name.encode("cp437").decode()
    except UnicodeError:
        return name


def _walk(path: Path) -> Iterator[str]:
    for folder, folders, files in os.walk(path):
        for name in (*folders, *files):
            found = Path(folder, name)
            if found.is_symlink():
                raise Broken(f"{found.relative_to(path)} in it is a symbolic link")
            if found.is_file():
                yield found.relative_to(path).as_posix()


def guarded(file: BinaryIO, name: str) -> BinaryIO:
    """The file, whose damages are said in one way."""
    return cast("BinaryIO", io.BufferedReader(_Guarded(file, name), 256 * 1024))


class _Guarded(io.RawIOBase):
    def __init__(self, file: BinaryIO, name: str) -> None:
        super().__init__()
        self._file = file
        self._name = name

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        try:
            read = self._file.read(len(buffer))
        except DAMAGED as error:
            raise Broken(f"{self._name} in it is damaged: {error}") from error
        buffer[: len(read)] = read
        return len(read)

    def close(self) -> None:
        self._file.close()
        super().close()
