"""A row of the conversation list, as somebody sees it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from chats.faces import image_of, name_of
from chats.models import ConversationParticipant
from chats.rendering import one_line
from realtime import presence

# What stands before the words, by what came with them.
ICONS = {"image": "image", "audio": "mic", "video": "film", "file": "file"}


@dataclass(slots=True, unsafe_hash=True)  # rows that look the same are drawn once
class Row:
    id: Any
    key: Any
    name: str
    group: bool
    image: str
    person: str
    presence: str
    at: datetime | None
    seq: int
    unread: int
    mentioned: bool
    muted: bool
    pinned: bool
    archived: bool
    draft: str
    who: str
    preview: str
    icon: str
    tick: str
    mine: bool
    selected: bool = False

    @classmethod
    def of(cls, place: ConversationParticipant) -> Self:
        """Read a place with the annotations of `listed`."""
        conversation = place.conversation
        other: dict[str, Any] = place.other or {}
        last: dict[str, Any] = place.preview or {}
        mine = last.get("sender") == str(place.user_id)
        person = other.get("id", "")
        return cls(
            id=conversation.pk,
            key=person or conversation.pk,
            name=conversation_name(place),
            group=not conversation.is_direct,
            image=image_of(person, other.get("avatar")),
            person=person,
            presence=_shown(presence.state_of(person)) if person else "",
            at=parse_datetime(last["sent_at"]) if last else conversation.last_message_at,
            seq=conversation.last_seq,
            unread=place.unread,
            mentioned=place.mentioned,
            muted=place.is_muted,
            pinned=place.pinned_at is not None,
            archived=place.archived_at is not None,
            draft=one_line(place.draft),
            who=_speaker(last, mine, conversation.is_direct),
            preview=_line(last),
            icon="ban" if last.get("deleted") else ICONS.get(last.get("file") or "", ""),
            tick=_tick(last, other) if mine else "",
            mine=mine,
        )


def conversation_name(place: ConversationParticipant) -> str:
    """What somebody calls a conversation: its title, or the other person's name."""
    other: dict[str, str] | None = place.other
    if other:
        return name_of(other)
    return place.conversation.title or _members(place.members)


def _members(others: list[dict[str, str]]) -> str:
    """What a group without a title is called: by a few of those in it."""
    return ", ".join(other["first_name"] for other in others) or _("Untitled group")


def _speaker(last: dict[str, Any], mine: bool, is_direct: bool) -> str:
    if not last or last["deleted"]:
        return ""
    if mine:
        return _("You")
    return "" if is_direct else str(last["sender_name"])


def _line(last: dict[str, Any]) -> str:
    if not last:
        return _("No messages yet")
    if last["deleted"]:
        return _("Message deleted")
    words = one_line(last["body"])
    kinds = {"image": _("Photo"), "audio": _("Voice message"), "video": _("Video")}
    kind = kinds.get(last["file"] or "")
    if kind is None:
        return words
    return kind if last["kind"] == "file" else f"{kind}: {words}"


def _tick(last: dict[str, Any], other: dict[str, Any]) -> str:
    """How far one's own last message has come, in a direct conversation."""
    if not other or last["deleted"]:
        return ""
    if other["read"] >= last["seq"]:
        return "read"
    return "delivered" if other["delivered"] >= last["seq"] else "sent"


def _shown(state: str) -> str:
    return "" if state == presence.OFFLINE else state
