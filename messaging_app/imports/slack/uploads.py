"""Files of messages: Slack itself packs links only, other tools pack the files."""

from imports.archive import Archive
from imports.fields import Fields
from imports.lines import Line, file

GONE = ("tombstone", "hidden_by_limit")


class Uploads:
    """Where a file may lie: as slackdump packs it for itself, and for Mattermost."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive

    def line(self, fields: Fields, folder: str) -> Line:
        id, name = fields.text("id"), fields.text("name") or fields.text("title") or "file"
        paths = (f"__uploads/{id}/{name}", f"{folder}/attachments/{id}-{name}")
        known = self.archive.known
        return file(next((path for path in paths if path in known), paths[0]), name)
