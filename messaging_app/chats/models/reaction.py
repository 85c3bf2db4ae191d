"""An emoji that somebody put under a message."""

from typing import ClassVar

from django.db import models


class Reaction(models.Model):
    message = models.ForeignKey(
        "chats.Message", on_delete=models.CASCADE, related_name="reactions", db_index=False
    )
    user = models.ForeignKey("chats.User", on_delete=models.CASCADE, related_name="reactions")
    emoji = models.CharField(max_length=32)
    reacted_at = models.DateTimeField(auto_now_add=True)

    indexed_for: ClassVar[dict[str, str]] = {
        "user": "the reactions of a person, when they are erased",
        "unique_reaction": "the reactions under a message, each emoji once per person",
    }

    class Meta:
        db_table = "reactions"
        ordering = ["reacted_at"]
        constraints = [
            models.UniqueConstraint(fields=["message", "user", "emoji"], name="unique_reaction"),
            models.CheckConstraint(name="non_empty_reaction", condition=~models.Q(emoji="")),
        ]

    def __str__(self) -> str:
        return f"{self.emoji} by {self.user_id}"
