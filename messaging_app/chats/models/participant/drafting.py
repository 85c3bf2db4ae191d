"""What somebody has begun to write, on whichever device."""

from typing import TYPE_CHECKING, cast

from django.db import models, transaction
from django.utils import timezone

if TYPE_CHECKING:
    from chats.models.message import Message
    from chats.models.participant import ConversationParticipant

# Longer than a message may be: the writer sees the counter and shortens it.
LONGEST_DRAFT = 20_000


class Drafting(models.Model):
    draft = models.TextField(blank=True, default="")
    draft_reply_to = models.ForeignKey(
        "chats.Message", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    draft_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    def save_draft(self, text: str, *, reply_to: "Message | None" = None) -> None:
        """Keep unsent words; an empty text forgets them."""
        place = cast("ConversationParticipant", self)
        self.draft = text[:LONGEST_DRAFT].replace("\0", "")
        self.draft_reply_to = reply_to
        self.draft_at = timezone.now() if self.draft.strip() else None
        with transaction.atomic():
            self.save(update_fields=["draft", "draft_reply_to", "draft_at"])
            place.conversation.ring_for(place.user)
