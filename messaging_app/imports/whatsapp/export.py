"""From the archive to lines."""

from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, tzinfo
from typing import Any, Self
from unicodedata import normalize

from chats.models.message.body import is_visible
from imports.archive import Archive
from imports.broken import Broken
from imports.export import Export, Lost
from imports.lines import DELETED, Line, conversation, deletion, file, made, message, person
from imports.whatsapp.dates import ORDERS, Dates, moment_of
from imports.whatsapp.heads import Head
from imports.whatsapp.phrases import TITLE
from imports.whatsapp.text import messages_of
from imports.whatsapp.words import Words, words_of
from imports.zones import add_zone

CHAT = "_chat.txt"
PAIR = 2
UNCERTAIN = "a date that may be day or month first, taken as {}; --dates says which"


class WhatsAppExport(Export):
    NAME = "whatsapp"
    LABEL = "(WhatsApp)"
    HELP = "the text of a chat that WhatsApp exports, or the zip archive of it with its media"

    def __init__(self, archive: Archive, name: str, options: dict[str, Any]) -> None:
        self.files = self.archive = archive
        self.name = name
        self.zone: tzinfo = options["time_zone"]
        self.title: str = options["title"] or _title(name, archive.title)
        self.kind: str | None = options["kind"]
        self.order: str | None = options["dates"]
        self.is_certain = True
        self.room = made("chat", self.title)
        self.senders: dict[str, None] | None = None

    @classmethod
    def add_arguments(cls, parser: ArgumentParser) -> None:
        add_zone(parser)
        parser.add_argument(
            "--dates",
            choices=ORDERS,
            help="the order of day, month and year; without it, the chat itself tells",
        )
        parser.add_argument("--title", help="what the chat is called (default: as its file)")
        parser.add_argument(
            "--kind",
            choices=("direct", "group"),
            help="whether it is a chat of two; without it, who speaks tells",
        )

    @classmethod
    def open(cls, archive: Archive, **options: Any) -> Self:
        name = _chat_in(archive)
        archive.enter(name)
        return cls(archive, name, options)

    def lines(self, lost: Lost) -> Iterator[Line]:
        if self.senders is None:
            self.senders = self._look_around()
        people = self._people(self.senders)
        for name in people:
            yield person(person_id(name), name)
        yield self._conversation(people)
        same: Counter[str] = Counter()
        last: datetime | None = None
        for number, head, text in messages_of(self.archive, self.name):
            at = self._time(head, number)
            if at != last:
                same, last = Counter(), at
            if not self.is_certain:
                lost[UNCERTAIN.format(self.order)] += 1
            yield from self._said(head, text, at, same, lost)

    def _look_around(self) -> dict[str, None]:
        """Who speaks, in order; and the order of the dates."""
        dates = Dates()
        senders: dict[str, None] = {}
        for __, head, text in messages_of(self.archive, self.name):
            dates.look(head)
            if head.sender and not words_of(text, ()).is_notice:
                senders[head.sender] = None
        if self.order is None:
            self.order, self.is_certain = dates.order()
        return senders

    def _people(self, senders: dict[str, None]) -> list[str]:
        if self.kind == "direct" and len(senders) < PAIR:
            return list(senders | {self.title: None})
        return list(senders)

    def _conversation(self, people: list[str]) -> Line:
        ids = [person_id(name) for name in people]
        is_direct = self.kind == "direct" or (self.kind is None and self.title in people)
        if is_direct and len(ids) == PAIR:
            return conversation(self.room, "direct", people=ids)
        if self.kind == "direct":
            raise Broken(f"{len(ids)} people speak in {self.name}, so it is no chat of two")
        # Who speaks joins: a later export with more of them says the same of the group.
        return conversation(self.room, "group", title=self.title)

    def _said(
        self, head: Head, text: str, at: datetime, same: Counter[str], lost: Lost
    ) -> Iterator[Line]:
        words = words_of(text, self.archive.known)
        if not head.sender or words.is_notice:
            lost["a notice or a call"] += 1
            return
        if words.is_omitted:
            lost["a file that was not chosen for the export"] += 1
        if not (is_visible(words.body) or words.file or words.is_deleted):
            lost["a message without words"] += 1
            return
        id = self._id(head, text, at, same)
        yield self._message(id, head, words, at)
        if words.is_deleted:
            yield deletion(id, at)

    def _message(self, id: str, head: Head, words: Words, at: datetime) -> Line:
        body = words.body if is_visible(words.body) else ""
        return message(
            id,
            self.room,
            person_id(head.sender),
            at,
            DELETED if words.is_deleted else body,
            files=[file(words.file)] if words.file else [],
            edited_at=at if words.is_edited else None,
        )

    def _id(self, head: Head, text: str, at: datetime, same: Counter[str]) -> str:
        """Messages have no ids: who says what when, and for the how-manieth time, makes one."""
        once = made(self.room, head.sender, at.isoformat(), text)
        same[once] += 1
        return once if same[once] == 1 else made(once, str(same[once]))

    def _time(self, head: Head, number: int) -> datetime:
        return moment_of(head, self.order or "", self.zone, f"line {number} of {self.name}")


def person_id(name: str) -> str:
    return made("person", name)


def _chat_in(archive: Archive) -> str:
    names = [name for name in archive.names() if name.endswith(".txt")]
    for name in names:
        if name.rpartition("/")[2] == CHAT:
            return CHAT
    likely = [name for name in names if "WhatsApp" in name] or names
    if len(likely) != 1:
        raise Broken("it is no export of WhatsApp: there is no one text of a chat in it")
    return likely[0].rpartition("/")[2]


def _title(name: str, archive: str) -> str:
    """A chat is called as the other person or the group."""
    stem = name.removesuffix(".txt")
    for title in (stem, archive):
        if match := TITLE.fullmatch(title):
            return normalize("NFC", match[1].strip())
    return normalize("NFC", archive if name == CHAT else stem)
