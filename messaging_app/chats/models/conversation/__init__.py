"""A conversation: who takes part, what was said, and what happened, in one order."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from chats.models.conversation.joinable import Joinable
from chats.models.conversation.kinds import ConversationKind, JoinersSee
from chats.models.conversation.manager import ConversationManager
from chats.models.conversation.moderated import Moderated
from chats.models.conversation.postable import Postable
from chats.models.conversation.recording import Recording
from chats.models.keys import uuid7
from chats.models.participant.seated import PAIR

__all__ = ["Conversation", "ConversationKind", "JoinersSee"]


class Conversation(Recording, Joinable, Postable, Moderated, models.Model):
    id = models.UUIDField(
        primary_key=True, default=uuid7, editable=False, db_column="conversation_id"
    )
    kind = models.CharField(max_length=20, choices=ConversationKind, default=ConversationKind.GROUP)
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
    # The sorted pair, so that two people have exactly one direct conversation.
    direct_key = models.CharField(  # noqa: DJ001 - most have none, and it is unique
        max_length=73, null=True, blank=True, editable=False
    )

    indexed_for: ClassVar[dict[str, str]] = {
        "created_by": "what a person started, when the person is removed",
        "unique_direct_key": "two people have exactly one, also when both begin at once",
        "conversation_by_created_at": "the newest conversations first",
        "conversation_by_is_active": "the few that are archived",
        "conversation_by_size": "the largest conversations",
    }

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
                name="valid_joiners_see", condition=models.Q(joiners_see__in=JoinersSee.values)
            ),
            models.CheckConstraint(
                name="participant_count_not_negative",
                condition=models.Q(participant_count__gte=0),
            ),
            models.CheckConstraint(
                name="message_count_not_negative", condition=models.Q(message_count__gte=0)
            ),
            models.UniqueConstraint(fields=["direct_key"], name="unique_direct_key"),
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

    @property
    def needs_two(self) -> bool:
        """Others than these may wait for somebody: a support conversation stands in a queue."""
        return self.kind in (ConversationKind.DIRECT, ConversationKind.GROUP)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save all but the moving numbers, so that an old copy cannot bring old ones back."""
        if not self._state.adding and not kwargs.get("update_fields"):
            kwargs["update_fields"] = [
                field.name
                for field in self._meta.concrete_fields
                if not field.primary_key and field.name not in self._moving_numbers()
            ]
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Raise ValidationError for a direct conversation or a group of fewer than two."""
        if self.needs_two and self.get_participant_count() < PAIR:
            raise ValidationError(_("A conversation needs at least two people."))

    def _moving_numbers(self) -> set[str]:
        """Those that verbs and triggers keep; a negative one goes to the database to be refused."""
        counters = ("participant_count", "message_count")
        return {"last_seq", "last_message_at"} | {
            name for name in counters if getattr(self, name) >= 0
        }

    def get_participant_count(self) -> int:
        return self.conversation_participants.count()

    def get_message_count(self) -> int:
        """How many messages stand in it; deleted ones do not count."""
        return self.messages.filter(is_deleted=False).count()
