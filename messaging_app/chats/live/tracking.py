"""What this process knows about the conversations of the people who listen here."""

import uuid
from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from chats.models import Conversation, ConversationParticipant

if TYPE_CHECKING:
    from chats.live.signins import Snapshot

NEWLY = timedelta(minutes=1)


class Tracking:
    def __init__(self) -> None:
        self._members: defaultdict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
        self._last: dict[uuid.UUID, int] = {}
        self._people: set[uuid.UUID] = set()  # whose conversations are known
        self._unread: defaultdict[uuid.UUID, dict[uuid.UUID, int]] = defaultdict(dict)

    def add(self, user_id: uuid.UUID, snapshot: "Snapshot") -> None:
        """Take in somebody's conversations, when their first screen opens."""
        self._people.add(user_id)
        self._unread[user_id] = dict(snapshot.unread)
        for conversation_id, last in snapshot.conversations.items():
            self._members[conversation_id].add(user_id)
            self._last.setdefault(conversation_id, last)

    def forget(self, user_id: uuid.UUID) -> None:
        self._people.discard(user_id)
        self._unread.pop(user_id, None)
        for conversation_id in [pk for pk, users in self._members.items() if user_id in users]:
            self.left(conversation_id, user_id)

    def members(self, conversation_id: uuid.UUID) -> set[uuid.UUID]:
        """Those who take part and listen here."""
        return self._members.get(conversation_id, set())

    def count_listeners(self, conversation_id: uuid.UUID) -> int:
        return len(self.members(conversation_id))

    def joined(self, conversation_id: uuid.UUID, user_id: uuid.UUID) -> None:
        self._members[conversation_id].add(user_id)

    def left(self, conversation_id: uuid.UUID, user_id: uuid.UUID) -> bool:
        """Forget somebody's place; say whether they had one."""
        users = self._members.get(conversation_id, set())
        was_there = user_id in users
        users.discard(user_id)
        self._unread.get(user_id, {}).pop(conversation_id, None)
        if not users:
            self._members.pop(conversation_id, None)
            self._last.pop(conversation_id, None)
        return was_there

    def saw(self, conversation_id: uuid.UUID, last: int) -> None:
        if conversation_id in self._members:
            self._last[conversation_id] = max(last, self._last.get(conversation_id, 0))

    def count(self, user_id: uuid.UUID, conversation_id: uuid.UUID, unread: int) -> None:
        self._unread[user_id][conversation_id] = unread

    def total(self, user_id: uuid.UUID) -> int:
        """How many messages somebody has not read, all together."""
        return sum(self._unread.get(user_id, {}).values())

    def find_stale(self) -> set[uuid.UUID]:
        """Ask the database which conversations went on without our noticing."""
        known, users = dict(self._last), list(self._people)
        numbers = Conversation.objects.filter(pk__in=known).values_list("pk", "last_seq")
        moved = {pk for pk, last in numbers if last > known[pk]}
        newly = ConversationParticipant.objects.filter(
            user__in=users, joined_at__gt=timezone.now() - NEWLY
        ).values_list("conversation_id", "user_id")
        return moved | {pk for pk, user_id in newly if user_id not in self.members(pk)}
