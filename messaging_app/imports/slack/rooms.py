"""Channels, private channels, and direct messages of two or more."""

from imports.fields import Fields
from imports.lines import Line, conversation, talk

PUBLIC, PRIVATE, SMALL = "channel", "group", "direct"
ROOMS = {
    "channels.json": PUBLIC,
    "groups.json": PRIVATE,
    "mpims.json": SMALL,
    "dms.json": SMALL,
}


class Room:
    """A folder of the archive bears its name, or its id."""

    def __init__(self, fields: Fields, kind: str) -> None:
        self.id = fields.needed("id")
        self.name = fields.text("name") or self.id
        self.kind = kind
        self.members = fields.texts("members")

    @property
    def is_small(self) -> bool:
        """Whether the people make the conversation."""
        return self.kind == SMALL and bool(self.members)

    def line(self) -> Line:
        if self.is_small:
            return talk(self.id, self.members)
        kind = PRIVATE if self.kind == SMALL else self.kind
        title = f"#{self.name}" if kind == PUBLIC else self.name
        return conversation(self.id, kind, title=title, people=self.members)
