"""From the archive to lines."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Self

from imports.archive import Archive
from imports.broken import Broken
from imports.export import Export, Lost
from imports.fields import Fields
from imports.json_stream import Json
from imports.lines import Line
from imports.slack.messages import Messages
from imports.slack.people import People
from imports.slack.rooms import ROOMS, Room
from imports.slack.uploads import Uploads

PEOPLE = ("users.json", "org_users.json")
DAY = re.compile(r"([^/]+)/(\d{4}-\d{2}-\d{2})\.json")


class SlackExport(Export):
    NAME = "slack"
    LABEL = "(Slack)"
    HELP = "the zip archive of Slack's export, or of slackdump's with the files in it"

    def __init__(self, archive: Archive) -> None:
        self.files = self.archive = archive
        self.days: defaultdict[str, list[str]] = defaultdict(list)
        for name in archive.names():
            if day := DAY.fullmatch(name):
                self.days[day[1]].append(name)

    @classmethod
    def open(cls, archive: Archive, **_: Any) -> Self:
        if not any(archive.enter(name) for name in PEOPLE):
            raise Broken("it is no export of Slack: there is no users.json in it")
        return cls(archive)

    def lines(self, lost: Lost) -> Iterator[Line]:
        people = People()
        for name in PEOPLE:
            for user in self._each(name):
                yield from people.listed(user)
        for name, kind in ROOMS.items():
            for fields in self._each(name):
                yield from self._room(Room(fields, kind), people, lost)

    def _room(self, room: Room, people: People, lost: Lost) -> Iterator[Line]:
        for member in room.members if room.is_small else ():
            yield from people.seen(member)
        yield room.line()
        messages = Messages(room, people, Uploads(self.archive), lost)
        for day in self.days[self._folder(room)]:
            found = list(self._each(day))  # of one day only
            for fields in sorted(found, key=lambda fields: fields.text("ts")):
                yield from messages.read(fields)

    def _folder(self, room: Room) -> str:
        return next((name for name in (room.name, room.id) if name in self.days), room.id)

    def _each(self, name: str) -> Iterator[Fields]:
        if name not in self.archive.known:
            return
        with self.archive.open(name) as file:
            content = Json(file, name)
            for number, value in enumerate(content.values(), 1):
                yield Fields(value, f"item {number} in {name}")
            content.end()
