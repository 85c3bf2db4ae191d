"""From the archive to lines."""

from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import tzinfo
from typing import Any, Self

from imports.archive import Archive
from imports.broken import Broken
from imports.export import Export, Lost
from imports.lines import Line
from imports.telegram.chats import PERSONAL, RESULT, Chats
from imports.telegram.messages import Messages
from imports.telegram.people import People, owner_of, speaker
from imports.telegram.rooms import MOST_OF_TWO, Room, room_of
from imports.zones import add_zone


class TelegramExport(Export):
    NAME = "telegram"
    LABEL = "(Telegram)"
    HELP = "the folder of Telegram Desktop's export as JSON, a zip archive of it, or result.json"

    def __init__(self, archive: Archive, name: str, zone: tzinfo) -> None:
        self.files = archive
        self.chats = Chats(archive, name)
        self.zone = zone
        self.rooms: list[Room | None] | None = None

    @classmethod
    def add_arguments(cls, parser: ArgumentParser) -> None:
        add_zone(parser)

    @classmethod
    def open(cls, archive: Archive, **options: Any) -> Self:
        zone: tzinfo = options["time_zone"]
        names = archive.names()
        if archive.enter(RESULT):
            return cls(archive, RESULT, zone)
        if len(names) == 1 and names[0].endswith(".json"):
            return cls(archive, names[0], zone)
        raise Broken(f"it is no export of Telegram: there is no {RESULT} in it")

    def lines(self, lost: Lost) -> Iterator[Line]:
        if self.rooms is None:
            self.rooms = self._look_around()
        people = People()
        for room, (__, messages) in zip(self.rooms, self.chats.each(), strict=True):
            if room is None:
                lost["a chat that is nobody's talk"] += 1
                continue
            yield from room.lines(people)
            teller = Messages(room, people, self.zone, lost)
            for message in messages():
                yield from teller.read(message)

    def _look_around(self) -> list[Room | None]:
        """Who talks with whom shows only at the end of a chat, so this is gone through before."""
        seen = []
        for chat, messages in self.chats.each():
            heard: dict[str, str] = {}
            for message in messages() if chat.type in PERSONAL else ():
                if "from_id" in message and len(heard) < MOST_OF_TWO:
                    heard.setdefault(speaker(message), message.text("from"))
            seen.append((chat, heard))
        owner = owner_of(self.chats.owner) if self.chats.owner else None
        return [room_of(chat, owner, heard) for chat, heard in seen]
