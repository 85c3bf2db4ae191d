"""How a file is asked for, and the signed link that hands it out."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from django.core.files import File
from django.db import models
from django.urls import reverse

from chats.files.content import OCTETS
from chats.files.names import split_suffix
from chats.files.passes import Pass

if TYPE_CHECKING:
    from chats.models.attachment import Attachment
    from chats.models.user import User

THUMB, LARGE, ORIGINAL = "thumb", "large", "original"


@dataclass(frozen=True, slots=True)
class Rendition:
    """One of the forms in which a file is handed out."""

    file: "File[bytes]"
    content_type: str
    name: str
    is_inline: bool


class Linked(models.Model):
    class Meta:
        abstract = True

    def url(self, size: str = LARGE) -> str:
        """The lasting address: `thumb` and `large` to look at, `original` to save."""
        return f"{reverse('chats:attachment', args=[self.pk])}?size={size}"

    def signed_url(self, size: str, *, user: "User") -> str:
        """The address of a few minutes, good for this person only."""
        return reverse("chats:file", args=[Pass(self.pk, size, user.pk).token])

    def rendition(self, size: str) -> Rendition | None:
        """What stands behind an address; None where there is no such size."""
        attachment = cast("Attachment", self)
        if size == THUMB and attachment.thumbnail:
            name = split_suffix(attachment.name)[0] + ".webp"
            return Rendition(attachment.thumbnail, "image/webp", name, True)
        if size not in (LARGE, ORIGINAL):
            return None
        content_type = attachment.content_type if attachment.is_inline else OCTETS
        is_inline = attachment.is_inline and size == LARGE
        return Rendition(attachment.file, content_type, attachment.name, is_inline)
