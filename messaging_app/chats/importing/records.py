"""What a line of history says, or why it cannot be understood. No database here."""

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from chats.importing.lines import LONGEST_LINE
from chats.models.imported import ImportedKind
from chats.models.message.body import LONGEST, is_storable, is_visible
from chats.models.message.reactable import is_emoji
from chats.models.user.kinds import UserKind

LONGEST_ID = LONGEST_EMAIL = LONGEST_TITLE = 255
LONGEST_NAME = 150
LONGEST_PATH = 1024
MOST_FILES = 100
KINDS = ("direct", "group", "channel", "internal")
SPEAKERS = (UserKind.PERSON.value, UserKind.BOT.value)
# Clocks differ a little, and a page shows no time before the first computers' epoch.
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
AHEAD = timedelta(days=1)

Key = tuple[str, str]


class BadLine(Exception):
    """The line is of no use; the text says why."""


class Named:
    """Has a name where it comes from, unique among its kind."""

    __slots__ = ()
    TYPE: ClassVar[str]
    id: str

    @property
    def key(self) -> Key:
        return (self.TYPE, self.id)

    def required(self) -> list[Key]:
        """What must stand on earlier lines."""
        return []

    def optional(self) -> list[Key]:
        """What is left out when it does not stand on an earlier line."""
        return []


@dataclass(frozen=True, slots=True)
class PersonRecord(Named):
    TYPE: ClassVar = ImportedKind.PERSON.value
    KEYS: ClassVar = ("id", "name", "email", "label", "kind")
    number: int
    id: str
    digest: int
    name: str
    email: str | None
    label: str | None
    kind: str


@dataclass(frozen=True, slots=True)
class ConversationRecord(Named):
    TYPE: ClassVar = ImportedKind.CONVERSATION.value
    KEYS: ClassVar = ("id", "kind", "title", "participants")
    number: int
    id: str
    digest: int
    kind: str
    title: str
    participants: list[str]

    def required(self) -> list[Key]:
        return self._people() if self.kind == "direct" else []

    def optional(self) -> list[Key]:
        return [] if self.kind == "direct" else self._people()

    def _people(self) -> list[Key]:
        return [(PersonRecord.TYPE, person) for person in self.participants]


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file that came with a message: where it lies, and what it is called."""

    path: str
    name: str


@dataclass(frozen=True, slots=True)
class MessageRecord(Named):
    TYPE: ClassVar = ImportedKind.MESSAGE.value
    KEYS: ClassVar = ("id", "conversation", "sender", "at", "body", "reply_to", "attachments")
    number: int
    id: str
    digest: int
    conversation: str
    sender: str
    at: datetime
    body: str
    reply_to: str | None
    attachments: list[FileRecord]
    edited_at: datetime | None

    def required(self) -> list[Key]:
        return [(ConversationRecord.TYPE, self.conversation), (PersonRecord.TYPE, self.sender)]

    def optional(self) -> list[Key]:
        return [(self.TYPE, self.reply_to)] if self.reply_to else []


@dataclass(frozen=True, slots=True)
class ReactionRecord(Named):
    TYPE: ClassVar = ImportedKind.REACTION.value
    KEYS: ClassVar = ("id", "message", "person", "emoji")
    number: int
    id: str
    digest: int
    message: str
    person: str
    emoji: str
    at: datetime

    def required(self) -> list[Key]:
        return [(MessageRecord.TYPE, self.message), (PersonRecord.TYPE, self.person)]


@dataclass(frozen=True, slots=True)
class EditRecord(Named):
    TYPE: ClassVar = ImportedKind.EDIT.value
    KEYS: ClassVar = ("id", "message", "at", "body", "before")
    number: int
    id: str
    digest: int
    message: str
    at: datetime
    body: str
    before: str | None

    def required(self) -> list[Key]:
        return [(MessageRecord.TYPE, self.message)]


@dataclass(frozen=True, slots=True)
class DeletionRecord(Named):
    TYPE: ClassVar = ImportedKind.DELETION.value
    KEYS: ClassVar = ("id", "message")
    number: int
    id: str
    digest: int
    message: str
    at: datetime
    person: str | None

    def required(self) -> list[Key]:
        return [(MessageRecord.TYPE, self.message)]

    def optional(self) -> list[Key]:
        return [(PersonRecord.TYPE, self.person)] if self.person else []


Change = ReactionRecord | EditRecord | DeletionRecord
Record = PersonRecord | ConversationRecord | MessageRecord | Change


def read(number: int, line: bytes) -> Record:
    """Return what the line says; BadLine when it does not follow the format."""
    fields = _fields(line)
    kind = fields.get("type")
    reader = READERS.get(kind) if isinstance(kind, str) else None
    if reader is None:
        raise BadLine(f"type is {_shown(kind)}, not {', '.join(READERS)}")
    return reader(number, fields)


def _fields(line: bytes) -> dict[str, Any]:
    if len(line) > LONGEST_LINE:
        raise BadLine(f"longer than {LONGEST_LINE:,} bytes")
    try:
        fields = json.loads(line.decode())
    except UnicodeDecodeError as error:
        raise BadLine(f"not UTF-8 at byte {error.start + 1}") from error
    except (ValueError, RecursionError) as error:
        raise BadLine(f"not JSON: {error}") from error
    if not isinstance(fields, dict):
        raise BadLine("not a JSON object")
    return fields


def _person(number: int, fields: dict[str, Any]) -> PersonRecord:
    email = _optional(fields, "email", LONGEST_EMAIL)
    if email:
        try:
            validate_email(email)
        except ValidationError as error:
            raise BadLine(f"email {_shown(email)} is not an e-mail address") from error
    return PersonRecord(
        number=number,
        id=_text(fields, "id", LONGEST_ID),
        digest=_digest(PersonRecord.KEYS, fields),
        name=_name(fields),
        email=email,
        label=_optional(fields, "label", LONGEST_NAME),
        kind=_one_of(SPEAKERS, "kind", _optional(fields, "kind", 20) or UserKind.PERSON.value),
    )


def _name(fields: dict[str, Any]) -> str:
    name = _text(fields, "name", 2 * LONGEST_NAME + 1)
    if any(len(part) > LONGEST_NAME for part in name.split(maxsplit=1)):
        raise BadLine(f"name: a first or last name holds up to {LONGEST_NAME} characters")
    return name


def _conversation(number: int, fields: dict[str, Any]) -> ConversationRecord:
    kind = _one_of(KINDS, "kind", _text(fields, "kind", 20))
    participants = fields.get("participants") or []
    if not isinstance(participants, list):
        raise BadLine("participants is not a list")
    people = [_checked("a participant", person, LONGEST_ID) for person in participants]
    if kind == "direct" and len(set(people)) != 2:
        raise BadLine("a direct conversation names its two participants")
    return ConversationRecord(
        number=number,
        id=_text(fields, "id", LONGEST_ID),
        digest=_digest(ConversationRecord.KEYS, fields),
        kind=kind,
        title=_optional(fields, "title", LONGEST_TITLE) or "",
        participants=list(dict.fromkeys(people)),
    )


def _message(number: int, fields: dict[str, Any]) -> MessageRecord:
    attachments = _attachments(fields)
    return MessageRecord(
        number=number,
        id=_text(fields, "id", LONGEST_ID),
        digest=_digest(MessageRecord.KEYS, fields),
        conversation=_text(fields, "conversation", LONGEST_ID),
        sender=_text(fields, "sender", LONGEST_ID),
        at=_time(fields),
        # Files may come without words, as in the core.
        body="" if attachments and not fields.get("body") else _body(fields),
        reply_to=_optional(fields, "reply_to", LONGEST_ID),
        attachments=attachments,
        edited_at=_time(fields, "edited_at") if fields.get("edited_at") else None,
    )


def _attachments(fields: dict[str, Any]) -> list[FileRecord]:
    found = fields.get("attachments") or []
    if not isinstance(found, list) or not all(isinstance(file, dict) for file in found):
        raise BadLine("attachments is not a list of objects")
    if len(found) > MOST_FILES:
        raise BadLine(f"more than {MOST_FILES} attachments")
    return [_file(file) for file in found]


def _file(fields: dict[str, Any]) -> FileRecord:
    path = _text(fields, "path", LONGEST_PATH)
    return FileRecord(path, _optional(fields, "name", LONGEST_PATH) or path)


def _reaction(number: int, fields: dict[str, Any]) -> ReactionRecord:
    emoji = _text(fields, "emoji", 32)
    if not is_emoji(emoji):
        raise BadLine(f"emoji is {_shown(emoji)}, not one emoji")
    return ReactionRecord(
        number=number,
        id=_text(fields, "id", LONGEST_ID),
        digest=_digest(ReactionRecord.KEYS, fields),
        message=_text(fields, "message", LONGEST_ID),
        person=_text(fields, "person", LONGEST_ID),
        emoji=emoji,
        at=_time(fields),
    )


def _edit(number: int, fields: dict[str, Any]) -> EditRecord:
    return EditRecord(
        number=number,
        id=_text(fields, "id", LONGEST_ID),
        digest=_digest(EditRecord.KEYS, fields),
        message=_text(fields, "message", LONGEST_ID),
        at=_time(fields),
        body=_body(fields, longest=LONGEST),
        before=_body(fields, "before") if fields.get("before") else None,
    )


def _deletion(number: int, fields: dict[str, Any]) -> DeletionRecord:
    return DeletionRecord(
        number=number,
        id=_text(fields, "id", LONGEST_ID),
        digest=_digest(DeletionRecord.KEYS, fields),
        message=_text(fields, "message", LONGEST_ID),
        at=_time(fields),
        person=_optional(fields, "person", LONGEST_ID),
    )


READERS: dict[str, Callable[[int, dict[str, Any]], Record]] = {
    PersonRecord.TYPE: _person,
    ConversationRecord.TYPE: _conversation,
    MessageRecord.TYPE: _message,
    ReactionRecord.TYPE: _reaction,
    EditRecord.TYPE: _edit,
    DeletionRecord.TYPE: _deletion,
}


def _body(fields: dict[str, Any], name: str = "body", longest: int | None = None) -> str:
    body = _text(fields, name, longest)
    if not is_visible(body):
        raise BadLine(f"{name} is empty")
    return body


def _time(fields: dict[str, Any], name: str = "at") -> datetime:
    text = _text(fields, name, 40)
    try:
        at = datetime.fromisoformat(text)
        if at.tzinfo is None:
            raise BadLine(f"{name} {_shown(text)} has no time zone")
        at = at.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise BadLine(f"{name} {_shown(text)} is not a time in ISO 8601") from error
    if not EARLIEST <= at <= datetime.now(UTC) + AHEAD:
        raise BadLine(f"{name} {_shown(text)} lies before 1970 or in the future")
    return at


def _one_of(choices: Collection[str], name: str, value: str) -> str:
    if value not in choices:
        raise BadLine(f"{name} is {_shown(value)}, not {', '.join(choices)}")
    return value


def _text(fields: Mapping[str, Any], name: str, longest: int | None = None) -> str:
    if name not in fields:
        raise BadLine(f"{name} is missing")
    return _checked(name, fields[name], longest)


def _optional(fields: Mapping[str, Any], name: str, longest: int) -> str | None:
    return _checked(name, fields[name], longest) if fields.get(name) else None


def _checked(name: str, value: object, longest: int | None) -> str:
    if not isinstance(value, str):
        raise BadLine(f"{name} is {_shown(value)}, not text")
    if not is_storable(value):
        raise BadLine(f"{name} contains characters that cannot be stored")
    if not value.strip():
        raise BadLine(f"{name} is empty")
    if longest is not None and len(value) > longest:
        raise BadLine(f"{name} has {len(value):,} characters, more than {longest}")
    return value


def _digest(keys: tuple[str, ...], fields: Mapping[str, Any]) -> int:
    """The same for the same content, whatever the order of the keys."""
    content = {key: fields[key] for key in keys if fields.get(key) is not None}
    text = json.dumps(content, sort_keys=True)
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), signed=True)


def _shown(value: object) -> str:
    text = json.dumps(value)
    return text if len(text) <= 40 else f"{text[:37]}…"
