"""A person's picture: small, square, and with an address that changes when it does."""

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, cast

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from chats.files import pictures
from chats.files.content import recognise
from chats.files.keeping import AVATARS, discard, discard_after_commit, keep
from chats.files.kinds import AttachmentKind
from chats.files.limits import refuse_size, refuse_without_room
from chats.files.refusals import Unreadable

if TYPE_CHECKING:
    from chats.models.user import User


def avatar_url(user_id: object, stored_name: str) -> str:
    """The address of a stored avatar; empty without one."""
    if not stored_name:
        return ""
    return reverse("chats:avatar", args=[user_id, PurePosixPath(stored_name).stem])


class Pictured(models.Model):
    avatar = models.ImageField(upload_to="avatars/", blank=True)

    class Meta:
        abstract = True

    @property
    def avatar_url(self) -> str:
        """The address of the picture, or nothing."""
        return avatar_url(self.pk, self.avatar.name or "")

    def set_avatar(self, upload: "UploadedFile[bytes]") -> None:
        """Show the middle square of this picture from now on; raises a Refusal."""
        size = upload.size or 0
        content = recognise(upload, size)
        refuse_size(AttachmentKind.IMAGE, size)
        if content.kind != AttachmentKind.IMAGE:
            raise Unreadable(_("Choose a picture: JPEG, PNG, WebP, GIF or AVIF."))
        refuse_without_room(size)
        name = keep(ContentFile(pictures.portrait(upload, content)), AVATARS, ".webp")
        try:
            self._wear(name)
        except Exception:
            discard(name)
            raise

    def remove_avatar(self) -> None:
        """Go back to initials."""
        self._wear("")

    def _wear(self, name: str) -> None:
        """Of two changes at once the later one stays, and no file is left behind."""
        people = type(cast("User", self)).objects.select_for_update(no_key=True)
        with transaction.atomic():
            worn = people.values_list("avatar", flat=True).get(pk=self.pk)
            self.avatar = name
            self.save(update_fields=["avatar"])
            discard_after_commit(worn)
