"""Who is who: people and channels speak, each under an id of the whole network."""

from collections.abc import Iterator

from imports.fields import Fields
from imports.lines import Line, person

USER, CHANNEL = "user", "channel"
DELETED = "Deleted account"


class People:
    """Everybody of whom a line was made."""

    def __init__(self) -> None:
        self._known: set[str] = set()

    def seen(self, id: str, name: str = "") -> Iterator[Line]:
        if id not in self._known:
            self._known.add(id)
            yield person(id, name or DELETED, is_bot=not id.startswith(USER))


def speaker(fields: Fields, name: str = "from_id") -> str:
    """An id as `user123`; old exports say the number only."""
    found = fields.key(name)
    return f"{USER}{found}" if found.isdigit() else found


def owner_of(information: Fields) -> tuple[str, str]:
    """The id and the name of who made the export."""
    name = f"{information.text('first_name')} {information.text('last_name')}"
    return f"{USER}{information.key('user_id')}", name.strip()
