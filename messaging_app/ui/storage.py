"""Static files as they are served: one hashed sheet instead of twenty, and no comments."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from django.core.files.base import ContentFile
from servestatic.storage import CompressedManifestStaticFilesStorage

from ui.modules import rooms

SHEET = "ui/ui.css"
IMPORT = re.compile(r'@import "(?P<file>[\w-]+\.css)" layer\((?P<layer>\w+)\);')
# A comment that has its lines to itself; one behind code stays, because finding it needs a parser.
COMMENT = re.compile(r"^[ \t]*(?:/\*(?:[^*]|\*(?!/))*\*/[ \t]*|//[^\n]*)\n", re.MULTILINE)


class BundledStorage(CompressedManifestStaticFilesStorage):
    """Folds the one sheet and drops comments before names are hashed.

    A quarter of the scripts are comments; they are for who reads the source, not for the wire.
    """

    def post_process(
        self, paths: dict[str, Any], dry_run: bool = False, **options: Any
    ) -> Iterator[Any]:
        if not dry_run:
            for name in filter(is_ours, paths):
                self._replace(name, paths)
        yield from super().post_process(paths, dry_run, **options)

    def _replace(self, name: str, paths: dict[str, Any]) -> None:
        def read(name: str) -> str:
            storage, path = paths[name]
            with storage.open(path) as file:
                return str(file.read().decode())

        text = folded(read) if name == SHEET else read(name)
        self.delete(name)
        self.save(name, ContentFile(COMMENT.sub("", text).encode()))
        paths[name] = (self, name)


def is_ours(name: str) -> bool:
    """Whether it is a sheet or a script of a room, and not of a package."""
    room, __, rest = name.partition("/")
    return room in rooms() and rest.endswith((".css", ".js")) and "vendor/" not in rest


def folded(read: Callable[[str], str]) -> str:
    """The sheet with each import replaced by its file, in the import's layer."""
    folder = SHEET.rpartition("/")[0]

    def fold(match: re.Match[str]) -> str:
        body = read(f"{folder}/{match['file']}")
        return f"@layer {match['layer']} {{\n{body}}}"

    return IMPORT.sub(fold, read(SHEET))
