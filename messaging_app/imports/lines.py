"""The lines of import_history, made of what other systems say."""

import json
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from hashlib import blake2b
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from chats.importing.records import LONGEST_EMAIL, LONGEST_NAME, LONGEST_PATH, LONGEST_TITLE
from chats.models.message.body import is_visible

Line = dict[str, Any]

DELETED = "(deleted)"  # no page shows it: its message is a tombstone


def person(
    id: str, name: str, *, email: str = "", label: str | None = None, is_bot: bool = False
) -> Line:
    return {
        "type": "person",
        "id": id,
        "name": _name(name) or _name(id) or "?",
        "email": _email(email),
        "label": label,
        "kind": "bot" if is_bot else "person",
    }


def conversation(id: str, kind: str, *, title: str = "", people: Iterable[str] = ()) -> Line:
    return {
        "type": "conversation",
        "id": id,
        "kind": kind,
        "title": _shown(title)[:LONGEST_TITLE].strip(),
        "participants": list(dict.fromkeys(people)),
    }


def talk(id: str, people: Sequence[str], *, title: str = "", alone: str = "Notes") -> Line:
    """A conversation of these people only: two of them talk directly, and one keeps notes."""
    members = sorted(set(people))
    if len(members) == 2:
        return conversation(id, "direct", people=members)
    return conversation(id, "group", title=title if len(members) > 1 else alone, people=members)


def message(
    id: str,
    conversation: str,
    sender: str,
    at: datetime,
    body: str,
    *,
    reply_to: str | None = None,
    files: Sequence[Line] = (),
    edited_at: datetime | None = None,
) -> Line:
    line: Line = {
        "type": "message",
        "id": id,
        "conversation": conversation,
        "sender": sender,
        "at": at.isoformat(),
        "body": body,
        "reply_to": reply_to,
    }
    if files:
        line["attachments"] = list(files)
    if edited_at:
        line["edited_at"] = edited_at.isoformat()
    return line


def file(path: str, name: str = "") -> Line:
    return {"path": path[:LONGEST_PATH], "name": name[:LONGEST_PATH] or path[:LONGEST_PATH]}


def reaction(message: str, person: str, emoji: str, at: datetime) -> Line:
    return {
        "type": "reaction",
        "id": made(message, person, emoji),
        "message": message,
        "person": person,
        "emoji": emoji,
        "at": at.isoformat(),
    }


def edit(message: str, at: datetime, body: str, *, before: str = "") -> Line:
    return {
        "type": "edit",
        "id": made(message, at.isoformat()),
        "message": message,
        "at": at.isoformat(),
        "body": body,
        "before": before if is_visible(before) else None,
    }


def deletion(message: str, at: datetime, *, person: str | None = None) -> Line:
    return {
        "type": "deletion",
        "id": message,
        "message": message,
        "at": at.isoformat(),
        "person": person,
    }


def made(*parts: str) -> str:
    """An id out of what makes something the same; it does not give away a name."""
    return blake2b("\0".join(parts).encode(), digest_size=20).hexdigest()


def numbered(lines: Iterable[Line]) -> Iterator[tuple[int, bytes]]:
    for number, line in enumerate(lines, 1):
        yield number, json.dumps(line).encode()


def _name(name: str) -> str:
    """A first and a last name of which neither is too long."""
    first, __, last = _shown(name).strip().partition(" ")
    return f"{first[:LONGEST_NAME]} {last.strip()[:LONGEST_NAME]}".strip()


def _shown(text: str) -> str:
    """On one line, and without what is not seen."""
    spaced = " ".join(text.split())
    return "".join(char for char in spaced if unicodedata.category(char) not in ("Cc", "Cf"))


def _email(email: str) -> str | None:
    email = email.strip()
    try:
        validate_email(email)
    except ValidationError:
        return None
    return email if len(email) <= LONGEST_EMAIL else None
