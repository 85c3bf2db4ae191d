"""Files in sets, and the one way in."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q

from chats.models.attachment import receiving

if TYPE_CHECKING:
    from chats.models.attachment import Attachment
    from chats.models.user import User


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def visible_to(self, user: "User") -> "AttachmentQuerySet":
        """Those of messages that the person sees, and their own unsent ones."""
        seen = Q(message__is_deleted=False) & Exists(_places(user)) & ~Exists(_hidden(user))
        return self.filter(Q(message=None, uploader=user) | seen)

    def unsent(self) -> "AttachmentQuerySet":
        return self.filter(message=None)

    def abandoned(self, now: datetime) -> "AttachmentQuerySet":
        """Uploaded long ago and never sent."""
        return self.unsent().filter(uploaded_at__lt=now - settings.UNSENT_FILES_KEPT)

    def withdrawn(self, now: datetime) -> "AttachmentQuerySet":
        """Of messages that were deleted for everyone longer ago than anybody may undo it."""
        return self.filter(
            message__is_deleted=True, message__deleted_at__lt=now - settings.DELETED_FILES_KEPT
        ).select_related("message")

    def delete(self) -> tuple[int, dict[str, int]]:
        """One by one, so that their files go with them."""
        with transaction.atomic():
            found = list(self)
            for attachment in found:
                attachment.delete()
        return len(found), {self.model._meta.label: len(found)}

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]


class AttachmentManager(models.Manager.from_queryset(AttachmentQuerySet)):  # type: ignore[misc]
    def receive(self, *, uploader: "User", upload: "UploadedFile[bytes]") -> "Attachment":
        """Keep an uploaded file until a message claims it.

        Raises a Refusal (a ValidationError with one sentence): TooLarge, Unreadable or NoRoom.
        """
        return receiving.receive(self.model(uploader=uploader), upload)


def _places(user: "User") -> models.QuerySet[Any]:
    """The person's place where the message stands, if it stands above their floor."""
    model = apps.get_model("chats", "ConversationParticipant")
    places: models.QuerySet[Any] = model.objects.of(user).with_floor()
    return places.filter(
        conversation=OuterRef("message__conversation"), floor__lt=OuterRef("message__seq")
    )


def _hidden(user: "User") -> models.QuerySet[Any]:
    model = apps.get_model("chats", "HiddenMessage")
    hidden: models.QuerySet[Any] = model.objects.filter(user=user, message=OuterRef("message"))
    return hidden
