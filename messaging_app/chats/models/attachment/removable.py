"""Letting go of a file: its row first, its bytes when that is certain."""

from typing import TYPE_CHECKING, Any, cast

from django.db import models, transaction

from chats.files.keeping import discard_after_commit

if TYPE_CHECKING:
    from chats.models.attachment import Attachment


class Removable(models.Model):
    class Meta:
        abstract = True

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete the row, and after the commit the file and its thumbnail.

        A cascade does not come by here; the daily sweep finds what it leaves in the storage.
        """
        attachment = cast("Attachment", self)
        names = attachment.file.name, attachment.thumbnail.name
        with transaction.atomic():
            deleted = super().delete(*args, **kwargs)
            discard_after_commit(*names)
        return deleted

    def take_back(self) -> bool:
        """Remove it unless it was sent meanwhile; returns whether it is gone."""
        attachment = cast("Attachment", self)
        unsent = type(attachment).objects.unsent().select_for_update()
        with transaction.atomic():
            found = unsent.filter(pk=self.pk).first()
            if found:
                found.delete()
        return found is not None
