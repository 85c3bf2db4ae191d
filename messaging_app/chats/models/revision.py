"""What a message said before it was edited."""

from typing import ClassVar

from django.db import models


class Revision(models.Model):
    message = models.ForeignKey("chats.Message", on_delete=models.CASCADE, related_name="revisions")
    message_body = models.TextField()
    written_at = models.DateTimeField()
    replaced_at = models.DateTimeField()

    indexed_for: ClassVar[dict[str, str]] = {
        "message": "the earlier versions of a message",
    }

    class Meta:
        db_table = "message_revisions"
        ordering = ["message", "-replaced_at"]

    def __str__(self) -> str:
        return f"{self.message_id} until {self.replaced_at:%Y-%m-%d %H:%M}"
