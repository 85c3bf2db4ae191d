"""Taking and leaving a place, whoever asks for it: a verb, a form, a shell, a bulk call."""

from typing import TYPE_CHECKING, Any, cast

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from chats import events

if TYPE_CHECKING:
    from chats.models.participant import ConversationParticipant
    from chats.models.user import User

# Two talk directly; fewer than two are no conversation.
PAIR = 2


class Seated(models.Model):
    joined_at = models.DateTimeField(_("joined"), auto_now_add=True)
    joined_seq = models.BigIntegerField(default=0)
    is_admin = models.BooleanField(_("admin"), default=False)

    class Meta:
        abstract = True

    def enter(self, *, by: "User | None" = None, **marks: Any) -> None:
        """Take the place at the end of the history. IntegrityError when it is taken already."""
        place = cast("ConversationParticipant", self)
        with transaction.atomic():
            place.conversation.lock()
            self._fit_direct()
            self._start_at_the_end()
            super().save(force_insert=True)
            place.conversation.participant_count += 1  # the row itself is counted by a trigger
            place.conversation.record(
                events.PARTICIPANT_JOINED, actor=by, person=str(place.user_id), **marks
            )

    def leave(self, *, by: "User | None" = None, **marks: Any) -> tuple[int, dict[str, int]]:
        """Give the place up; when it was the last admin's, somebody follows."""
        place = cast("ConversationParticipant", self)
        with transaction.atomic():
            conversation = place.conversation.lock()
            deleted = super().delete()
            if deleted[0]:
                conversation.participant_count -= 1
                conversation.record(
                    events.PARTICIPANT_LEFT, actor=by, person=str(place.user_id), **marks
                )
                conversation.keep_an_admin(after=place)
        return deleted

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A new place is entered; a stored one is saved as any row."""
        if self._state.adding:
            self.enter()
        else:
            super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        return self.leave()

    def _fit_direct(self) -> None:
        place = cast("ConversationParticipant", self)
        if not place.conversation.is_direct:
            return
        if place.conversation.participant_count >= PAIR and not place.is_known():
            raise ValidationError(_("A direct conversation has exactly two people. Start a group."))
        self.is_admin = False

    def is_known(self) -> bool:
        """Whether the person has a place in this conversation already."""
        place = cast("ConversationParticipant", self)
        return place.conversation.is_participant(place.user)

    def _start_at_the_end(self) -> None:
        """What was said before is not unread to somebody who joins."""
        place = cast("ConversationParticipant", self)
        if not self.joined_seq:
            self.joined_seq = place.conversation.last_seq
            place.last_read_seq = place.last_delivered_seq = place.conversation.last_seq
