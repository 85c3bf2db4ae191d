"""What was said in a chat."""

from collections.abc import Iterator
from datetime import datetime, tzinfo

from chats.models.message.body import is_visible
from imports.export import Lost
from imports.fields import Fields
from imports.lines import Line, file, message, reaction
from imports.telegram.people import People, speaker
from imports.telegram.rooms import Room
from imports.telegram.words import words_of

CALLS = ("phone_call", "group_call", "conference_call")
FILES = ("photo", "file", "contact_vcard")
# What stands in place of the path of a file that was left out.
NO_PATH = "("


class Messages:
    """`zone` is where the export was made: old ones say local times only."""

    def __init__(self, room: Room, people: People, zone: tzinfo, lost: Lost) -> None:
        self.room = room
        self.people = people
        self.zone = zone
        self.lost = lost

    def read(self, fields: Fields) -> Iterator[Line]:
        kind = fields.needed("type")
        if kind == "message":
            yield from self._said(fields)
        elif kind == "service" and fields.text("action") in CALLS:
            self.lost["a call"] += 1
        elif kind == "service":
            self.lost["a notice, such as that somebody joined"] += 1
        else:
            self.lost["something that this export does not say"] += 1

    def _said(self, fields: Fields) -> Iterator[Line]:
        body, files = words_of(fields, self.lost), list(self._files(fields))
        if not is_visible(body) and not files:
            body = fields.text("sticker_emoji")
        if not is_visible(body) and not files:
            self.lost["a message without words"] += 1
            return
        sender = speaker(fields) if "from_id" in fields else f"{self.room.id}:nobody"
        yield from self.people.seen(sender, fields.text("from"))
        id, at = self._id(fields.key("id")), self._time(fields, "date")
        yield message(
            id,
            self.room.id,
            sender,
            at,
            body,
            reply_to=self._replied(fields),
            files=files,
            edited_at=self._time(fields, "edited") if _is_edited(fields) else None,
        )
        yield from self._reactions(fields, id, at)

    def _files(self, fields: Fields) -> Iterator[Line]:
        for name in FILES:
            path = fields.text(name)
            if not path:
                continue
            if path.startswith(NO_PATH) or " (File " in path:
                self.lost["a file that was not chosen for the export"] += 1
                if not fields.text("sticker_emoji"):
                    yield file(path, fields.text("file_name") or name)
            else:
                yield file(path, fields.text("file_name") or path.rpartition("/")[2])

    def _reactions(self, fields: Fields, id: str, at: datetime) -> Iterator[Line]:
        for found in fields.each("reactions"):
            recent = [one for one in found.each("recent") if "from_id" in one]
            count = max(found.number("count") or 0, len(recent))
            emoji = found.text("emoji")
            if not emoji:
                self.lost["a reaction with an emoji of their own, or paid"] += count
                continue
            if count > len(recent):
                unnamed = count - len(recent)
                self.lost["a reaction of somebody whom the export does not name"] += unnamed
            for one in recent:
                person = speaker(one)
                yield from self.people.seen(person, one.text("from"))
                when = self._time(one, "date") if "date" in one else at
                yield reaction(id, person, emoji, max(when, at))

    def _replied(self, fields: Fields) -> str | None:
        if "reply_to_message_id" not in fields:
            return None
        if "reply_to_peer_id" in fields:
            self.lost["that a message answers one of another chat"] += 1
            return None
        return self._id(fields.key("reply_to_message_id"))

    def _time(self, fields: Fields, name: str) -> datetime:
        exact = fields.moment(f"{name}_unixtime")
        if exact:
            return exact
        return fields.wrapped(name, lambda: self._local(fields.needed(name)))

    def _local(self, text: str) -> datetime:
        at = datetime.fromisoformat(text)
        return at if at.tzinfo else at.replace(tzinfo=self.zone)

    def _id(self, id: str) -> str:
        return f"{self.room.prefix}:{id}"


def _is_edited(fields: Fields) -> bool:
    return "edited_unixtime" in fields or "edited" in fields
