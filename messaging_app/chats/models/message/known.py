"""Everything that a set of postings is checked against, read once under the row locks."""

import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from chats.models.message import history
from chats.models.message.mentions import find_mentions

if TYPE_CHECKING:
    from chats.models.conversation import Conversation
    from chats.models.message import Message
    from chats.models.message.posting import Posting
    from chats.models.participant import ConversationParticipant


class Known:
    """Locks the conversations in the order of their ids, then reads what the rules ask about."""

    def __init__(self, postings: "Sequence[Posting]") -> None:
        self.message_model: type[Message] = apps.get_model("chats", "Message")
        self.conversations = self._lock_conversations(postings)
        self.places = self._find_places(postings)
        self.sent = self._find_sent(postings)
        self.replied = self._find_replied(postings)
        self.attachments = self._find_attachments(postings)
        self.claimed: list[tuple[uuid.UUID, uuid.UUID]] = []
        self.newcomers: list[ConversationParticipant] = []
        self.history: list[Message] = []

    def place(self, posting: "Posting") -> "ConversationParticipant":
        """Where the sender takes part; PermissionDenied where they do not.

        In a history that is brought in, who speaks takes part.
        """
        found = self.places.get((posting.conversation.pk, posting.sender.pk))
        if found is None and posting.is_history:
            conversation = self.conversations[posting.conversation.pk]
            return history.newcomer(conversation, posting.sender, posting.sent_at or timezone.now())
        if found is None:
            raise PermissionDenied(_("You do not take part in this conversation."))
        return found

    def welcome(self, place: "ConversationParticipant") -> None:
        """Let a newcomer take their place, once."""
        if (place.conversation_id, place.user_id) not in self.places:
            history.take_number(place)
            self.places[place.conversation_id, place.user_id] = place
            self.newcomers.append(place)

    def mentions(self, message: "Message") -> list[str]:
        return find_mentions(message.conversation_id, message.message_body)

    def _lock_conversations(self, postings: "Sequence[Posting]") -> "dict[uuid.UUID, Conversation]":
        model: type[Conversation] = apps.get_model("chats", "Conversation")
        wanted = {posting.conversation.pk for posting in postings}
        rows = model.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk")
        return {conversation.pk: conversation for conversation in rows}

    def _find_places(
        self, postings: "Sequence[Posting]"
    ) -> "dict[tuple[uuid.UUID, uuid.UUID], ConversationParticipant]":
        model: type[ConversationParticipant] = apps.get_model("chats", "ConversationParticipant")
        rows = model.objects.filter(
            conversation__in=self.conversations,
            user__in={posting.sender.pk for posting in postings},
        )
        places = {(place.conversation_id, place.user_id): place for place in rows}
        for (conversation_id, __), place in places.items():
            place.conversation = self.conversations[conversation_id]
        return places

    def _find_sent(
        self, postings: "Sequence[Posting]"
    ) -> "dict[tuple[uuid.UUID, uuid.UUID], Message]":
        wanted = {posting.once for posting in postings if posting.once}
        if not wanted:
            return {}
        either = Q()
        for sender_id, client_id in wanted:
            either |= Q(sender=sender_id, client_id=client_id)
        rows = self.message_model.objects.filter(either).select_related("sender", "conversation")
        return {(row.sender_id, row.client_id): row for row in rows}

    def _find_replied(
        self, postings: "Sequence[Posting]"
    ) -> dict[uuid.UUID, tuple[uuid.UUID, int]]:
        wanted = {posting.reply_to_id for posting in postings if posting.reply_to_id}
        if not wanted:
            return {}
        rows = self.message_model.objects.filter(pk__in=wanted)
        return {pk: (at, seq) for pk, at, seq in rows.values_list("pk", "conversation_id", "seq")}

    def _find_attachments(
        self, postings: "Sequence[Posting]"
    ) -> dict[tuple[uuid.UUID, uuid.UUID], str]:
        wanted = {pk for posting in postings for pk in posting.attachment_ids}
        if not wanted:
            return {}
        model = apps.get_model("chats", "Attachment")
        rows = model.objects.select_for_update().filter(pk__in=wanted, message=None).order_by("pk")
        return {(row.pk, row.uploader_id): row.name for row in rows}
