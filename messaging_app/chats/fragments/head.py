"""What stands above an open conversation, and at the top of its details."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chats.faces import image_of, name_of, status_of
from chats.models import ConversationParticipant
from chats.rows import conversation_name
from realtime import presence

SHOWN = 2


@dataclass
class Head:
    """`key` gives the avatar its hue; `person` is the other one of a direct conversation."""

    key: Any
    name: str
    group: bool
    image: str
    person: str
    presence: str
    status: str
    is_active: bool
    is_admin: bool

    @classmethod
    def of(cls, place: ConversationParticipant) -> Self:
        """Read a place with the annotations of `listed`."""
        other: dict[str, Any] = place.other or {}
        person = other.get("id", "")
        state = presence.state_of(person) if person else ""
        seen = _time(other.get("last_seen_at"))
        return cls(
            key=person or place.conversation_id,
            name=conversation_name(place),
            group=not place.conversation.is_direct,
            image=image_of(person, other.get("avatar")),
            person=person,
            presence="" if state == presence.OFFLINE else state,
            status=status_of(state, seen) if other else _who_takes_part(place),
            is_active=place.conversation.is_active,
            is_admin=may_manage(place),
        )

    @property
    def may_write(self) -> bool:
        return self.is_active


def may_manage(place: ConversationParticipant) -> bool:
    """Whether the person may rename the conversation, and add and remove people."""
    if place.conversation.is_direct:
        return False
    return place.is_admin or place.user.has_moderation_permissions()


def _who_takes_part(place: ConversationParticipant) -> str:
    shown = [name_of(other) for other in place.members[:SHOWN]]
    more = place.conversation.participant_count - 1 - len(shown)
    names = ", ".join(shown) or _("Only you")
    if more <= 0:
        return names
    others = ngettext("%(count)d other", "%(count)d others", more) % {"count": more}
    return _("%(names)s and %(others)s") % {"names": names, "others": others}


def _time(text: str | None) -> datetime | None:
    return parse_datetime(text) if text else None
