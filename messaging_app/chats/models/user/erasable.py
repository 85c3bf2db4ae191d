"""Taking a person out without taking others' conversations apart."""

from typing import TYPE_CHECKING, cast

from django.db import models, transaction

if TYPE_CHECKING:
    from chats.models.user import User

ERASED_BODY = "(erased)"


class Erasable(models.Model):
    class Meta:
        abstract = True

    def erase(self) -> None:
        """Anonymise the row, blank every word of theirs, keep others' conversations whole."""
        user = cast("User", self)
        with transaction.atomic():
            user.forget_words()
            user.email = f"{user.pk}@erased.invalid"
            user.first_name, user.last_name = "Erased", "person"
            user.phone_number = None
            user.last_seen_at = None
            user.is_active = user.is_staff = user.is_superuser = False
            user.set_unusable_password()
            user.avatar.delete(save=False)
            user.save()

    def forget_words(self) -> None:
        """Delete what this person wrote: bodies, earlier versions, files, drafts, reactions."""
        user = cast("User", self)
        for message in user.sent_messages.select_related("conversation"):
            message.withdraw()
        user.reactions.all().delete()
        user.conversation_participants.update(draft="", draft_at=None)
