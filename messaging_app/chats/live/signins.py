"""Who may listen: what is read when a stream opens, and checked again while it is open."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from chats.models import ConversationParticipant, User
from chats.models.participant.queryset import unread_in
from chats.models.prepared import Prepared
from chats.models.statements import fetch

NUMBERS = """
SELECT p.conversation_id, c.last_seq
FROM conversation_participants p JOIN conversations c USING (conversation_id)
WHERE p.user_id = %s
"""

_behind = Prepared(
    lambda: ConversationParticipant.objects.behind(), "conversation_participants.user_id"
)


@dataclass(frozen=True)
class Snapshot:
    """Somebody's conversations with their last numbers, as they were before anything is sent."""

    version: str
    conversations: dict[uuid.UUID, int]
    unread: dict[uuid.UUID, int]

    @classmethod
    def of(cls, user_id: uuid.UUID) -> Self:
        numbers: dict[uuid.UUID, int] = dict(fetch(NUMBERS, [user_id]))
        return cls(
            version=f"{len(numbers)}.{sum(numbers.values())}",
            conversations=numbers,
            unread=unread_in(_behind.run([user_id])),
        )


SignIn = tuple[uuid.UUID, str]  # user, session key


def still_valid(signins: Iterable[SignIn]) -> set[SignIn]:
    """Those whose session lives and whose person is active, with the password of then."""
    wanted = set(signins)
    people = User.objects.people().in_bulk([user_id for user_id, __ in wanted])
    sessions = Session.objects.filter(
        session_key__in=[key for __, key in wanted], expire_date__gt=timezone.now()
    ).in_bulk()
    return {
        (user_id, key)
        for user_id, key in wanted
        if user_id in people and key in sessions and _belongs(sessions[key], people[user_id])
    }


def _belongs(session: Session, user: User) -> bool:
    data = session.get_decoded()
    return data.get(SESSION_KEY) == str(user.pk) and constant_time_compare(
        data.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash()
    )
