"""A conversation: who takes part, what was said, and what happened, in one order."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from chats.models.conversation.joinable import MINIMUM, Joinable
from chats.models.conversation.kinds import ConversationKind, JoinersSee
from chats.models.conversation.manager import ConversationManager
from chats.models.conversation.moderated import Moderated
from chats.models.conversation.postable import Postable
from chats.models.conversation.recording import Recording
from chats.models.keys import uuid7

__all__ = ["Conversation", "ConversationKind", "JoinersSee"]


class Conversation(Recording, Joinable, Postable, Moderated, models.Model):
    id = models.UUIDField(
        primary_key=True, default=uuid7, editable=False, db_column="conversation_id"
    )
    kind = models.CharField(max_length=10, choices=ConversationKind, default=ConversationKind.GROUP)
    title = models.CharField(_("title"), max_length=255, blank=True)
    description = models.TextField(_("description"), blank=True)
    joiners_see = models.CharField(
        _("who joins sees"), max_length=10, choices=JoinersSee, default=JoinersSee.START
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    created_by = models.ForeignKey(
        "chats.User",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="created_conversations",
    )
    is_active = models.BooleanField(_("active"), default=True)
    participants = models.ManyToManyField(
        "chats.User", through="chats.ConversationParticipant", related_name="conversations"
    )
    participant_count = models.IntegerField(default=0, editable=False)
    message_count = models.IntegerField(default=0, editable=False)
    last_seq = models.BigIntegerField(default=0, editable=False)
    last_message_at = models.DateTimeField(null=True, blank=True, editable=False)
    direct_key = models.CharField(
        max_length=73, unique=True, null=True, blank=True, editable=False
    )  # the sorted pair, so that two people have exactly one direct conversation

    objects: ClassVar[ConversationManager] = ConversationManager()

    class Meta:
        db_table = "conversations"
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                name="valid_conversation_kind",
                condition=models.Q(kind__in=ConversationKind.values),
            ),
            models.CheckConstraint(
                name="participant_count_not_negative",
                condition=models.Q(participant_count__gte=0),
            ),
            models.CheckConstraint(
                name="message_count_not_negative", condition=models.Q(message_count__gte=0)
            ),
            models.CheckConstraint(
                name="direct_key_only_on_direct",
                condition=models.Q(direct_key__isnull=True)
                | models.Q(kind=ConversationKind.DIRECT),
            ),
        ]
        indexes = [
            models.Index(fields=["created_at"], name="conversation_by_created_at"),
            models.Index(fields=["is_active"], name="conversation_by_is_active"),
            models.Index(fields=["participant_count"], name="conversation_by_size"),
        ]

    def __str__(self) -> str:
        return self.title or f"{self.get_kind_display()} {self.pk}"

    @property
    def conversation_id(self) -> object:
        """The primary key under its published name."""
        return self.id

    @property
    def is_direct(self) -> bool:
        return self.kind == ConversationKind.DIRECT

    def clean(self) -> None:
        """Refuse a conversation of fewer than two."""
        if self.get_participant_count() < MINIMUM:
            raise ValidationError(_("A conversation needs at least two people."))

    def get_participant_count(self) -> int:
        return self.conversation_participants.count()

    def get_message_count(self) -> int:
        """How many messages stand in it; deleted ones do not count."""
        return self.messages.filter(is_deleted=False).count()
