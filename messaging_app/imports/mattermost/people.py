"""Who is who: Mattermost names everybody by the name that they sign in with."""

from collections.abc import Iterator

from imports.fields import Fields
from imports.lines import Line, made, person


class People:
    """Everybody of whom a line was made."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def listed(self, user: Fields, *, is_bot: bool = False) -> Iterator[Line]:
        name = user.needed("username")
        if name not in self.names:
            self.names.add(name)
            yield person(
                person_id(name),
                _called(user) or user.text("display_name") or user.text("nickname") or name,
                email=user.text("email"),
                is_bot=is_bot,
            )

    def seen(self, name: str) -> Iterator[Line]:
        """Somebody whom no line describes: they were removed for good."""
        yield from self.listed(Fields({"username": name}, name))


def person_id(name: str) -> str:
    return made("person", name)


def _called(user: Fields) -> str:
    return f"{user.text('first_name')} {user.text('last_name')}".strip()
