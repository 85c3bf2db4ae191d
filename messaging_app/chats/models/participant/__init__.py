"""A person's place in a conversation: their rights, position, order and draft."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models

from chats.models.participant.drafting import Drafting
from chats.models.participant.organising import Organising
from chats.models.participant.queryset import ParticipantQuerySet
from chats.models.participant.reading import Reading
from chats.models.participant.seated import Seated

if TYPE_CHECKING:
    from chats.models.message.queryset import MessageQuerySet


class ConversationParticipant(Seated, Reading, Organising, Drafting, models.Model):
    conversation = models.ForeignKey(
        "chats.Conversation",
        on_delete=models.CASCADE,
        related_name="conversation_participants",
        db_index=False,
    )
    user = models.ForeignKey(
        "chats.User", on_delete=models.CASCADE, related_name="conversation_participants"
    )

    if TYPE_CHECKING:  # what `listed` annotates
        unread: int
        mentioned: bool
        floor: int
        preview: dict[str, Any] | None
        other: dict[str, Any] | None
        members: list[dict[str, str]]
        first_unread: int | None  # what `with_first_unread` adds

    indexed_for: ClassVar[dict[str, str]] = {
        "user": "the conversation list of a person starts here",
        "draft_reply_to": "a removed message leaves the drafts that answer it",
        "unique_conversation_participant": "a person is here once; read by every send",
        "participant_admins": "the admins of a conversation, and all admins",
        "participant_by_joined_at": "who joined lately",
    }

    objects: ClassVar[models.Manager["ConversationParticipant"]] = ParticipantQuerySet.as_manager()

    class Meta:
        db_table = "conversation_participants"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "user"], name="unique_conversation_participant"
            )
        ]
        indexes = [
            models.Index(fields=["is_admin", "conversation"], name="participant_admins"),
            models.Index(fields=["joined_at"], name="participant_by_joined_at"),
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.conversation}"

    @property
    def floor_seq(self) -> int:
        """The number after which this person sees the history."""
        from_joining = self.conversation.joiners_see == "joining"
        return max(self.joined_seq if from_joining else 0, self.cleared_seq)

    def messages(self) -> "MessageQuerySet":
        """The messages that this person sees here."""
        return self.conversation.messages.seen_by(self)
