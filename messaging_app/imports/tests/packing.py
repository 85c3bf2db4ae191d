"""Exports for tests, packed as the other systems pack them."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

from django.core.management import CommandError, call_command


class Brought:
    """One run of import_from: its words, and how it left."""

    def __init__(self, system: str, file: Path, *options: str) -> None:
        out = io.StringIO()
        self.failure = ""
        try:
            call_command("import_from", system, str(file), *options, stdout=out)
        except CommandError as error:
            self.failure = str(error)
        self.summary, *lines = out.getvalue().splitlines() or [""]
        self.lost = {
            reason: int(count) for count, reason in (line.split(None, 1) for line in lines[1:])
        }


def packed(path: Path, files: dict[str, Any]) -> Path:
    """A zip archive of these files: bytes and text as they are, all else as JSON."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, as_bytes(content))
    return path


def unpacked(folder: Path, files: dict[str, Any]) -> Path:
    """The same as a folder."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(as_bytes(content))
    return folder


def as_bytes(content: Any) -> bytes:
    if isinstance(content, str):
        return content.encode()
    return content if isinstance(content, bytes) else json.dumps(content).encode()
