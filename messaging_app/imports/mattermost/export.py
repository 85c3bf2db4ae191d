"""From the archive to lines."""

import json
from collections.abc import Iterator
from typing import Any, BinaryIO, Self

from chats.importing.files import NotThere
from chats.importing.lines import LONGEST_LINE, BrokenFile, numbered
from imports.archive import Archive
from imports.broken import Broken
from imports.export import Export, Lost
from imports.fields import Fields
from imports.lines import Line
from imports.mattermost.people import People
from imports.mattermost.posts import Posts
from imports.mattermost.rooms import Rooms
from imports.sorting import in_order

ENDINGS = (".jsonl", ".ndjson", ".json")
FORMAT = 1
# They stand after all channels and people.
POSTS = ("post", "direct_channel", "direct_post")


class MattermostExport(Export):
    NAME = "mattermost"
    LABEL = "(Mattermost)"
    HELP = "what `mmctl export` made: the zip archive, or the JSON lines in it"

    def __init__(self, archive: Archive, name: str) -> None:
        self.archive = archive
        self.name = name
        self.files = Data(archive)

    @classmethod
    def open(cls, archive: Archive, **_: Any) -> Self:
        found = [name for name in archive.names() if name.endswith(ENDINGS) and "data/" not in name]
        if len(found) != 1:
            raise Broken("it is no bulk export of Mattermost: there is no one file of JSON lines")
        archive.enter(found[0].rpartition("/")[2])
        return cls(archive, found[0].rpartition("/")[2])

    def lines(self, lost: Lost) -> Iterator[Line]:
        """Mattermost writes posts in the order of their ids, which is none."""
        self.people, self.rooms = People(), Rooms()
        self.posts = Posts(lost)
        yield from self._before_posts()
        yield from self.rooms.channels(self.people.names)
        yield from in_order(self._timed())

    def _before_posts(self) -> Iterator[Line]:
        for kind, fields in self._objects():
            if kind in POSTS:
                return
            if kind == "channel":
                self.rooms.add(fields)
            elif kind in ("user", "bot"):
                yield from self.people.listed(fields, is_bot=kind == "bot")
                self.rooms.join(fields)

    def _timed(self) -> Iterator[tuple[int, Line]]:
        for kind, fields in self._objects():
            if kind == "direct_channel":
                yield from ((0, line) for line in self._talk(self.rooms.members(fields)))
            elif kind == "direct_post":
                members = fields.texts("channel_members")
                yield from ((0, line) for line in self._talk(members))
                yield from self._said(fields, self.rooms.talk_id(members))
            elif kind == "post":
                yield from self._said(
                    fields, self.rooms.channel_id(fields.needed("team"), fields.needed("channel"))
                )

    def _said(self, fields: Fields, room: str) -> Iterator[tuple[int, Line]]:
        for name in self.posts.speakers(fields):
            yield from ((0, line) for line in self.people.seen(name))
        yield from self.posts.read(fields, room)

    def _talk(self, members: list[str]) -> Iterator[Line]:
        for name in members:
            yield from self.people.seen(name)
        yield from self.rooms.talk(members)

    def _objects(self) -> Iterator[tuple[str, Fields]]:
        """Every line's type, and what it says; the first one is the version."""
        with self.archive.open(self.name) as file:
            for number, line in _lines(file, self.name):
                fields = Fields(line, f"line {number} in {self.name}")
                kind = fields.needed("type")
                if number == 1 and (kind != "version" or fields.number("version") != FORMAT):
                    raise Broken(f"{self.name} is no bulk export of Mattermost in format {FORMAT}")
                inner = fields.inner(kind) if kind != "version" else None
                if inner is not None:
                    yield kind, inner


class Data:
    """Attachments lie in `data`, whether their paths say so or not."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive

    def size(self, path: str) -> int:
        return self.archive.size(self._find(path))

    def open(self, path: str) -> BinaryIO:
        return self.archive.open(self._find(path))

    def _find(self, path: str) -> str:
        found = (name for name in (f"data/{path}", path) if name in self.archive.known)
        try:
            return next(found)
        except StopIteration as error:
            raise NotThere(path) from error


def _lines(file: BinaryIO, name: str) -> Iterator[tuple[int, Any]]:
    found = False
    try:
        for number, line in numbered(file):
            if len(line) > LONGEST_LINE:
                raise Broken(f"line {number} in {name} is longer than {LONGEST_LINE:,} bytes")
            found = True
            yield number, _value(line, f"line {number} in {name}")
    except BrokenFile as error:
        raise Broken(f"{name} breaks off at line {error.number}") from error
    if not found:
        raise Broken(f"{name} is empty")


def _value(line: bytes, where: str) -> Any:
    try:
        return json.loads(line.decode())
    except UnicodeDecodeError as error:
        raise Broken(f"{where} is not written in UTF-8") from error
    except RecursionError as error:
        raise Broken(f"{where} is nested too deeply") from error
    except ValueError as error:
        raise Broken(f"{where} is no JSON, or breaks off") from error
