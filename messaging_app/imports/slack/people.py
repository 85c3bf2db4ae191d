"""Who is who: Slack's words name people by their ids."""

from collections.abc import Iterator

from imports.fields import Fields
from imports.lines import Line, made, person

SLACKBOT = "USLACKBOT"


class People:
    """Everybody of whom a line was made, and what they are called."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}

    def listed(self, user: Fields) -> Iterator[Line]:
        """Somebody of the workspace's list."""
        id = user.needed("id")
        profile = user.inner("profile") or Fields({}, user.where)
        yield from self._new(
            id,
            name=_called(profile) or user.text("real_name") or user.text("name") or id,
            email=profile.text("email"),
            is_bot=user.flag("is_bot") or id == SLACKBOT,
        )

    def seen(self, id: str, name: str = "", *, is_bot: bool = False) -> Iterator[Line]:
        """Somebody of whom the list knows nothing: of another workspace, or a program."""
        yield from self._new(id, name=name or id, is_bot=is_bot or id == SLACKBOT)

    def sender(self, message: Fields) -> tuple[str, Iterator[Line]]:
        """Who wrote it, and the line that they need before."""
        id = message.text("user") or message.text("user_id")
        if id:
            profile = message.inner("user_profile") or Fields({}, message.where)
            return id, self.seen(id, _called(profile))
        bot = message.inner("bot_profile") or Fields({}, message.where)
        name = message.text("username") or bot.text("name")
        id = message.text("bot_id") or made("bot", name)
        return id, self.seen(id, name or "Bot", is_bot=True)

    def _new(self, id: str, *, name: str, email: str = "", is_bot: bool = False) -> Iterator[Line]:
        if id not in self.names:
            self.names[id] = name
            yield person(id, name, email=email, is_bot=is_bot)


def _called(profile: Fields) -> str:
    return profile.text("real_name") or profile.text("display_name")
