"""What somebody said."""

import uuid
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from chats.models.keys import uuid7
from chats.models.message.body import LONGEST, clean_body
from chats.models.message.deletable import Deletable
from chats.models.message.editable import Editable
from chats.models.message.kinds import MessageKind
from chats.models.message.queryset import MessageManager
from chats.models.message.reactable import Reactable
from chats.models.message.receipted import Receipted
from chats.models.message.storing import post_models

models.TextField.register_lookup(Length)


class Message(Editable, Deletable, Reactable, Receipted, models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False, db_column="message_id")
    conversation = models.ForeignKey(
        "chats.Conversation", on_delete=models.CASCADE, related_name="messages", db_index=False
    )
    sender = models.ForeignKey(
        "chats.User", on_delete=models.CASCADE, related_name="sent_messages", db_index=False
    )
    kind = models.CharField(max_length=20, choices=MessageKind, default=MessageKind.TEXT)
    message_body = models.TextField(_("message"))
    seq = models.BigIntegerField(blank=True, editable=False)
    client_id = models.UUIDField(null=True, blank=True, editable=False)
    sent_at = models.DateTimeField(_("sent"), blank=True, editable=False)
    reply_to = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="replies",
        db_index=False,
    )
    mentions = models.JSONField(default=list, blank=True, editable=False)

    if TYPE_CHECKING:  # what `marked` annotates
        has_files: bool
        has_reactions: bool
        is_hidden_from_some: bool

    indexed_for: ClassVar[dict[str, str]] = {
        "unique_message_seq": "history in order, page by page, and no number twice",
        "unique_message_client_id": "a repeated send finds what the first one stored",
        "message_by_sender": "what a person wrote, newest first",
        "message_by_time": "the newest messages of all conversations",
        "message_not_deleted": "what stands in a conversation, by time",
        "message_replies": "the answers to a message; what answers nothing costs nothing here",
        "message_search": "the words of what stands, for the search; made by migration 0002",
    }

    objects: ClassVar[MessageManager] = MessageManager()

    class Meta:
        db_table = "messages"
        ordering = ["-sent_at"]
        constraints = [
            models.UniqueConstraint(fields=["conversation", "seq"], name="unique_message_seq"),
            models.UniqueConstraint(
                fields=["sender", "client_id"],
                name="unique_message_client_id",
                condition=models.Q(client_id__isnull=False),
            ),
            models.CheckConstraint(
                name="non_empty_message_body", condition=models.Q(message_body__regex=r"\S")
            ),
            models.CheckConstraint(
                name="message_body_length_limit",
                condition=models.Q(message_body__length__lte=LONGEST),
            ),
            models.CheckConstraint(
                name="deleted_at_requires_is_deleted",
                condition=models.Q(deleted_at__isnull=True) | models.Q(is_deleted=True),
            ),
            models.CheckConstraint(
                name="valid_message_kind", condition=models.Q(kind__in=MessageKind.values)
            ),
        ]
        indexes = [
            models.Index(fields=["sender", "-sent_at"], name="message_by_sender"),
            models.Index(fields=["-sent_at"], name="message_by_time"),
            models.Index(
                fields=["conversation", "is_deleted", "-sent_at"], name="message_not_deleted"
            ),
            models.Index(
                fields=["reply_to"],
                name="message_replies",
                condition=models.Q(reply_to__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sender.display_name}: {self.message_body[:50]}"

    @property
    def message_id(self) -> object:
        """The primary key under its published name."""
        return self.id

    def clean(self) -> None:
        """Raise ValidationError for a bad body, a reply to elsewhere, a sender from elsewhere."""
        clean_body(self.message_body)
        if self.reply_to and self.reply_to.conversation_id != self.conversation_id:
            raise ValidationError({"reply_to": _("The reply is to another conversation.")})
        is_addressed = self._state.adding and self.sender_id and self.conversation_id
        if is_addressed and not self.conversation.is_participant(self.sender):
            raise ValidationError({"sender": _("You do not take part in this conversation.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A new message takes the one way in; a stored one is saved as any row."""
        if self._state.adding:
            self.id = post_models([self])[0].pk
            self._state.adding = False
        else:
            super().save(*args, **kwargs)

    def get_thread_depth(self) -> int:
        """How many messages this one stands under: 0 when it answers nothing."""
        depths: dict[uuid.UUID, int] = type(self).objects.thread_depths([self.pk])
        return depths.get(self.pk, 0)
