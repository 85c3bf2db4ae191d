"""Channels of teams, and direct messages of two or more."""

from collections import defaultdict
from collections.abc import Collection, Iterator

from imports.fields import Fields
from imports.lines import Line, conversation, made, talk
from imports.mattermost.people import person_id

KINDS = {"O": "channel", "P": "group"}


class Rooms:
    """Who is in a channel stands with the people, after the channels."""

    def __init__(self) -> None:
        self._channels: dict[str, Fields] = {}
        self._members: defaultdict[str, list[str]] = defaultdict(list)
        self._talks: set[str] = set()

    def add(self, channel: Fields) -> None:
        self._channels[self._id_of(channel)] = channel

    def join(self, user: Fields) -> None:
        name = user.needed("username")
        for team in user.each("teams"):
            for channel in team.each("channels"):
                room = self.channel_id(team.needed("name"), channel.needed("name"))
                self._members[room].append(name)

    def channels(self, known: Collection[str]) -> Iterator[Line]:
        for id, channel in self._channels.items():
            people = [person_id(name) for name in self._members[id] if name in known]
            kind = KINDS.get(channel.text("type"), "group")
            title = channel.text("display_name") or channel.needed("name")
            yield conversation(
                id, kind, title=f"#{title}" if kind == "channel" else title, people=people
            )

    def talk(self, members: Collection[str]) -> Iterator[Line]:
        """A direct conversation, when it is first spoken of."""
        id = self.talk_id(members)
        if id not in self._talks:
            self._talks.add(id)
            yield talk(id, [person_id(name) for name in members])

    def members(self, channel: Fields) -> list[str]:
        """Newer servers say more about each."""
        named = [member.needed("username") for member in channel.each("participants")]
        return named or channel.texts("members")

    def channel_id(self, team: str, channel: str) -> str:
        return made("channel", team, channel)

    def talk_id(self, members: Collection[str]) -> str:
        return made("direct", *sorted(set(members)))

    def _id_of(self, channel: Fields) -> str:
        return self.channel_id(channel.needed("team"), channel.needed("name"))
