"""A file that came with a message."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from chats.files.kinds import AttachmentKind
from chats.models.attachment.described import Described
from chats.models.attachment.linked import Linked
from chats.models.attachment.manager import AttachmentManager
from chats.models.attachment.removable import Removable
from chats.models.keys import uuid7

__all__ = ["Attachment", "AttachmentKind"]


class Attachment(Described, Linked, Removable, models.Model):
    """Uploaded first, then claimed by the message that it is sent with."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    uploader = models.ForeignKey("chats.User", on_delete=models.CASCADE, related_name="attachments")
    message = models.ForeignKey(
        "chats.Message", null=True, on_delete=models.CASCADE, related_name="attachments"
    )
    kind = models.CharField(max_length=10, choices=AttachmentKind)
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    duration = models.FloatField(null=True, help_text=_("Seconds."))
    is_animated = models.BooleanField(default=False)
    file = models.FileField(upload_to="attachments/")
    thumbnail = models.ImageField(upload_to="thumbnails/", blank=True)
    uploaded_at = models.DateTimeField(auto_now_add=True)

    indexed_for: ClassVar[dict[str, str]] = {
        "uploader": "the files of a person, when they are erased",
        "message": "the files of a message",
        "attachment_orphans": "the daily search for files that were never sent",
    }

    objects: ClassVar[AttachmentManager] = AttachmentManager()

    class Meta:
        db_table = "attachments"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="valid_attachment_kind", condition=models.Q(kind__in=AttachmentKind.values)
            )
        ]
        indexes = [
            models.Index(
                fields=["uploaded_at"],
                name="attachment_orphans",
                condition=models.Q(message__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.name
