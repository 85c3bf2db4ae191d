"""From an upload to a stored file: whatever takes files ends here."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from chats.files import pictures
from chats.files.content import OF_THE_TRADE, Content, recognise
from chats.files.keeping import ATTACHMENTS, THUMBNAILS, discard, keep
from chats.files.kinds import AttachmentKind
from chats.files.limits import refuse_size, refuse_without_room
from chats.files.names import clean_name, with_suffix
from chats.files.refusals import TooLarge

if TYPE_CHECKING:
    from chats.models.attachment import Attachment


def receive(draft: "Attachment", upload: "UploadedFile[bytes]") -> "Attachment":
    """Fill, store and save an attachment of which only the uploader is known."""
    size = upload.size or 0
    content = recognise(upload, size)
    refuse_size(content.kind, size)
    refuse_without_room(size)
    try:
        if content.kind == AttachmentKind.IMAGE:
            content = _keep_picture(draft, upload, content)
        else:
            draft.file, draft.size = keep(upload, ATTACHMENTS), size
        _describe(draft, content, upload.name or "")
        _save_within_quota(draft)
    except Exception:
        discard(draft.file.name, draft.thumbnail.name)
        raise
    return draft


def _keep_picture(draft: "Attachment", upload: "UploadedFile[bytes]", content: Content) -> Content:
    picture = pictures.develop(upload, content)
    draft.size, draft.is_animated = len(picture.body), picture.is_animated
    draft.file = keep(ContentFile(picture.body), ATTACHMENTS)
    draft.thumbnail = keep(ContentFile(picture.thumbnail), THUMBNAILS, ".webp")
    return picture.content


def _describe(draft: "Attachment", content: Content, name: str) -> None:
    draft.kind, draft.content_type = content.kind, content.content_type
    draft.duration, draft.width, draft.height = content.duration, content.width, content.height
    draft.name = clean_name(name)
    if content.suffixes:
        draft.name = with_suffix(draft.name, content.suffixes, OF_THE_TRADE)


def _save_within_quota(draft: "Attachment") -> None:
    """Uploads of one person are counted one after another, or several would slip under it."""
    people = get_user_model().objects.select_for_update(no_key=True)
    with transaction.atomic():
        uploader = people.only("pk").get(pk=draft.uploader_id)
        used = uploader.attachments.aggregate(sum=models.Sum("size"))["sum"] or 0
        if used + draft.size > settings.UPLOAD_QUOTA:
            raise TooLarge(
                _("Your files have %(used)s of %(quota)s. Delete messages with large files first.")
                % {
                    "used": filesizeformat(used),
                    "quota": filesizeformat(settings.UPLOAD_QUOTA),
                }
            )
        draft.save(force_insert=True)
