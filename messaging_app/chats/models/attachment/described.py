"""What a page says about a file."""

from typing import TYPE_CHECKING, cast

from django.db import models
from django.template.defaultfilters import filesizeformat

from chats.files.content import INLINE

if TYPE_CHECKING:
    from chats.models.attachment import Attachment


class Described(models.Model):
    class Meta:
        abstract = True

    @property
    def size_in_words(self) -> str:
        """As people say it: "1.2 MB"."""
        return str(filesizeformat(cast("Attachment", self).size))

    @property
    def duration_in_words(self) -> str:
        """As players show it: "0:42", "1:02:07"; empty when it is not known."""
        duration = cast("Attachment", self).duration
        if duration is None:
            return ""
        minutes, seconds = divmod(round(duration), 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"

    @property
    def is_inline(self) -> bool:
        """Whether a page may show or play it; all else is only ever saved."""
        return cast("Attachment", self).content_type in INLINE
