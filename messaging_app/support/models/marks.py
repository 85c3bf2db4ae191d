"""What agents put beside a conversation, and no customer sees: tags and notes."""

from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from chats.models import Conversation, User
from support.models.columns import Keyed

colour = RegexValidator(r"^#[0-9a-f]{6}\Z", _("Write the colour as #1a2b3c."))


class Tag(Keyed):
    """A word for sorting; one without a team is for all."""

    name = models.CharField(_("name"), max_length=50)
    colour = models.CharField(max_length=7, default="#64748b", validators=[colour])
    team = models.ForeignKey(
        "support.Team",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="tags",
        db_index=False,
    )

    indexed_for: ClassVar[dict[str, str]] = {
        "unique_tag": "the tags of a team and those for all, each name once",
    }

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "name"], name="unique_tag", nulls_distinct=False
            ),
            models.CheckConstraint(name="non_empty_tag", condition=~models.Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name


class ConversationTag(Keyed):
    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="conversation_tags", db_index=False
    )
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="conversation_tags")
    by = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    at = models.DateTimeField(auto_now_add=True)

    indexed_for: ClassVar[dict[str, str]] = {
        "tag": "the conversations with a tag",
        "unique_conversation_tag": "the tags of a conversation, each once",
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "tag"], name="unique_conversation_tag")
        ]

    def __str__(self) -> str:
        return str(self.tag)


class ConversationNote(Keyed):
    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="notes", db_index=False
    )
    author = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    body = models.TextField(_("note"))
    is_pinned = models.BooleanField(default=False)
    # The ids of those it names.
    mentions = models.JSONField(default=list, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    indexed_for: ClassVar[dict[str, str]] = {
        "note_in_order": "the notes beside a conversation, pinned ones first",
    }

    class Meta:
        ordering = ["-is_pinned", "-created_at"]
        constraints = [
            models.CheckConstraint(name="non_empty_note", condition=models.Q(body__regex=r"\S"))
        ]
        indexes = [
            models.Index(fields=["conversation", "-is_pinned", "-created_at"], name="note_in_order")
        ]

    def __str__(self) -> str:
        return f"{self.author}: {self.body[:50]}"
