"""Static files as they are served: one hashed, compressed style sheet instead of twenty."""

import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from servestatic.storage import CompressedManifestStaticFilesStorage

SHEET = "ui/ui.css"
IMPORT = re.compile(r'@import "(?P<file>[\w-]+\.css)" layer\((?P<layer>\w+)\);')


class BundledStorage(CompressedManifestStaticFilesStorage):
    """Folds the imports of the one sheet into it before names are hashed."""

    def post_process(
        self, paths: dict[str, Any], dry_run: bool = False, **options: Any
    ) -> Iterator[Any]:
        if SHEET in paths and not dry_run:
            bundle = folded(lambda name: _text(paths, name))
            self.delete(SHEET)
            self.save(SHEET, ContentFile(bundle.encode()))
            paths[SHEET] = (self, SHEET)
        yield from super().post_process(paths, dry_run, **options)


def folded(read: Any) -> str:
    """The sheet with each import replaced by its file, in the import's layer."""
    folder = SHEET.rpartition("/")[0]

    def fold(match: re.Match[str]) -> str:
        body = read(f"{folder}/{match['file']}")
        return f"@layer {match['layer']} {{\n{body}}}"

    return IMPORT.sub(fold, read(SHEET))


def _text(paths: dict[str, Any], name: str) -> str:
    storage, path = paths[name]
    with storage.open(path) as file:
        return str(file.read().decode())
