"""Where the files lie that messages of a history came with, and how they are taken in."""

import os
import shutil
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Protocol

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile

from chats.files.content import recognise
from chats.files.limits import refuse_size
from chats.files.names import clean_name
from chats.files.refusals import Refusal
from chats.importing.records import FileRecord
from chats.models import Attachment, User

NOT_THERE = "a file is not there"


class NotThere(Exception):
    """There is no file of this path."""


class Files(Protocol):
    """The files of an import, by their paths; NotThere for a path that leads to none."""

    def size(self, path: str) -> int: ...

    def open(self, path: str) -> BinaryIO: ...


class NoFiles:
    def size(self, path: str) -> int:
        raise NotThere(path)

    def open(self, path: str) -> BinaryIO:
        raise NotThere(path)


class Folder:
    """Files under a folder; no path leads out of it."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()

    def size(self, path: str) -> int:
        return self._find(path).stat().st_size

    def open(self, path: str) -> BinaryIO:
        return self._find(path).open("rb")

    def _find(self, path: str) -> Path:
        pure = PurePosixPath(path)
        try:
            found = Path(os.path.realpath(self.root / pure))
        except ValueError as error:  # a null character
            raise NotThere(path) from error
        if pure.is_absolute() or not found.is_relative_to(self.root) or not found.is_file():
            raise NotThere(path)
        return found


def receive(files: Files, record: FileRecord, uploader: User) -> Attachment:
    """Take the file in as any upload; raises NotThere or a Refusal."""
    with _upload(files, record) as upload:
        attachment: Attachment = Attachment.objects.receive(uploader=uploader, upload=upload)
    return attachment


def inspect(files: Files, record: FileRecord) -> None:
    """Say what `receive` would, as far as the file alone tells; nothing is kept."""
    with _upload(files, record) as upload:
        size = upload.size or 0
        refuse_size(recognise(upload, size).kind, size)


def reason(error: NotThere | Refusal) -> str:
    return NOT_THERE if isinstance(error, NotThere) else f"a file is not taken: {error.sentence}"


def _upload(files: Files, record: FileRecord) -> TemporaryUploadedFile:
    """A copy that can be read from anywhere, for an archive can only be read in order."""
    size = files.size(record.path)
    # Before a byte of it is unpacked; its own kind may allow less.
    if size > max(settings.UPLOAD_LIMITS.values()):
        refuse_size(max(settings.UPLOAD_LIMITS, key=settings.UPLOAD_LIMITS.__getitem__), size)
    upload = TemporaryUploadedFile("upload", "", size, None)
    upload.name = clean_name(record.name)
    with files.open(record.path) as content:
        shutil.copyfileobj(content, upload)
    upload.seek(0)
    return upload
