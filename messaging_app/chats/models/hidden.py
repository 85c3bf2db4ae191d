"""Delete for me: a message that one person no longer wants to see."""

from typing import ClassVar

from django.db import models


class HiddenMessage(models.Model):
    user = models.ForeignKey("chats.User", on_delete=models.CASCADE, related_name="hidden_messages")
    message = models.ForeignKey(
        "chats.Message", on_delete=models.CASCADE, related_name="hidden_from", db_index=False
    )
    hidden_at = models.DateTimeField(auto_now_add=True)

    indexed_for: ClassVar[dict[str, str]] = {
        "user": "what a person has hidden, when the person is removed",
        "unique_hidden_message": "whether a message is hidden from somebody, once per person",
    }

    class Meta:
        db_table = "hidden_messages"
        constraints = [
            models.UniqueConstraint(fields=["message", "user"], name="unique_hidden_message")
        ]

    def __str__(self) -> str:
        return f"{self.message_id} hidden from {self.user_id}"
