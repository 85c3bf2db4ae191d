"""What was said in a room."""

from collections.abc import Iterator
from datetime import datetime

from chats.models.message.body import is_visible
from imports.export import Lost
from imports.fields import Fields, moment
from imports.lines import DELETED, Line, deletion, edit, message, reaction
from imports.shortcodes import emoji_of
from imports.slack.markup import to_markdown
from imports.slack.people import People
from imports.slack.rooms import Room
from imports.slack.uploads import GONE, Uploads

SAID = (
    *("", "bot_message", "me_message", "thread_broadcast"),
    *("file_share", "file_mention", "file_comment"),
)


class Messages:
    def __init__(self, room: Room, people: People, uploads: Uploads, lost: Lost) -> None:
        self.room = room
        self.people = people
        self.uploads = uploads
        self.lost = lost

    def read(self, fields: Fields) -> Iterator[Line]:
        subtype = fields.text("subtype")
        if fields.text("type", "message") != "message":
            self.lost["something that is no message"] += 1
        elif subtype in SAID:
            yield from self._said(fields)
        elif subtype == "tombstone":
            yield from self._tombstone(fields)
        elif subtype == "message_changed":
            yield from self._changed(fields)
        elif subtype == "message_deleted":
            at = time_of(fields, "ts")
            yield deletion(self._id(fields.needed("deleted_ts")), at)
        elif subtype == "huddle_thread":
            self.lost["a call"] += 1
        else:
            self.lost["a notice, such as that somebody joined"] += 1

    def _said(self, fields: Fields) -> Iterator[Line]:
        body, files = self._words(fields), self._files(fields)
        if not is_visible(body) and not files:
            self.lost["a message without words"] += 1
            return
        sender, introduced = self.people.sender(fields.inner("comment") or fields)
        yield from introduced
        ts = fields.needed("ts")
        changed = fields.inner("edited")
        yield message(
            self._id(ts),
            self.room.id,
            sender,
            time_of(fields, "ts"),
            body if is_visible(body) else "",
            reply_to=self._replied(fields),
            files=files,
            edited_at=time_of(changed, "ts") if changed and "ts" in changed else None,
        )
        yield from self._reactions(fields)

    def _tombstone(self, fields: Fields) -> Iterator[Line]:
        """The head of a thread that was deleted, or what a rule took away."""
        sender, introduced = self.people.sender(fields)
        yield from introduced
        id, at = self._id(fields.needed("ts")), time_of(fields, "ts")
        yield message(id, self.room.id, sender, at, DELETED, reply_to=self._replied(fields))
        yield deletion(id, at)

    def _changed(self, fields: Fields) -> Iterator[Line]:
        """From a workspace that keeps what was changed."""
        new = fields.inner("message") or Fields({}, fields.where)
        old = fields.inner("previous_message") or fields.inner("original")
        id, at = self._id(new.needed("ts")), time_of(fields, "ts")
        if new.text("subtype") == "tombstone":
            yield deletion(id, at)
            return
        body = self._words(new)
        before = self._words(old) if old else ""
        if is_visible(body) and body != before:
            yield edit(id, at, body, before=before)

    def _words(self, fields: Fields) -> str:
        said = to_markdown(fields.text("text"), self.people.names)
        if fields.text("subtype") == "me_message":
            said = f"_{said}_"
        cards = (
            [] if is_visible(said) else [self._card(card) for card in fields.each("attachments")]
        )
        links = [
            f"{file.text('title') or file.text('name')}: {file.text('url_private')}"
            for file in fields.each("files")
            if file.text("mode") == "external"
        ]
        return "\n".join(filter(is_visible, (said, *cards, *links)))

    def _card(self, card: Fields) -> str:
        self.lost["a card of an app; its words were taken"] += 1
        words = [card.text(name) for name in ("pretext", "title", "text")]
        said = "\n".join(filter(None, words)) or card.text("fallback")
        return to_markdown(said, self.people.names)

    def _files(self, fields: Fields) -> list[Line]:
        found = []
        for file in fields.each("files"):
            mode = file.text("mode")
            if mode in GONE:
                self.lost["a file that Slack itself no longer has"] += 1
            elif mode != "external":
                found.append(self.uploads.line(file, self.room.name))
        return found

    def _reactions(self, fields: Fields) -> Iterator[Line]:
        id, at = self._id(fields.needed("ts")), time_of(fields, "ts")
        for found in fields.each("reactions"):
            emoji, people = emoji_of(found.needed("name")), found.texts("users")
            unnamed = max(0, (found.number("count") or 0) - len(people))
            if emoji is None:
                self.lost["a reaction with an emoji of their own"] += len(people) + unnamed
                continue
            if unnamed:
                self.lost["a reaction of somebody whom the export does not name"] += unnamed
            for person in people:
                yield from self.people.seen(person)
                yield reaction(id, person, emoji, at)

    def _replied(self, fields: Fields) -> str | None:
        thread = fields.text("thread_ts")
        return self._id(thread) if thread and thread != fields.text("ts") else None

    def _id(self, ts: str) -> str:
        return f"{self.room.id}:{ts}"


def time_of(fields: Fields, name: str) -> datetime:
    """Slack's times are seconds with a fraction, as text."""
    return fields.wrapped(name, lambda: moment(float(fields.needed(name))))
