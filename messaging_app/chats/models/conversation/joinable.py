"""Who takes part."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from chats import events
from chats.models.message import history
from chats.models.participant import ConversationParticipant
from chats.models.participant.seated import PAIR

if TYPE_CHECKING:
    from chats.models.conversation import Conversation
    from chats.models.user import User


class Joinable(models.Model):
    class Meta:
        abstract = True

    def is_participant(self, user: "User") -> bool:
        return self._place_of(user).exists()

    def is_run_by(self, user: "User") -> bool:
        """Whether the person is an admin of this conversation."""
        return self._place_of(user).filter(is_admin=True).exists()

    def participant(self, user: "User") -> ConversationParticipant:
        """The person's place here; ConversationParticipant.DoesNotExist for a stranger."""
        return self._place_of(user).get()

    def add_participant(
        self, user: "User", is_admin: bool = False, *, by: "User | None" = None, **marks: Any
    ) -> ConversationParticipant:
        """Add a person, once; return their place. Asks nobody: `invite` does."""
        conversation = cast("Conversation", self)
        with transaction.atomic():
            conversation.lock()
            place = self._place_of(user).first()
            if place is None:
                place = ConversationParticipant(
                    conversation=conversation, user=user, is_admin=is_admin
                )
                place.enter(by=by, **marks)
        return place

    def bring_in(
        self,
        people: Iterable["User"],
        *,
        at: datetime | None = None,
        admin: "User | None" = None,
    ) -> None:
        """Add the people of an imported history, all at once; who is here already stays."""
        conversation = cast("Conversation", self)
        with transaction.atomic():
            conversation.lock()
            here = set(conversation.conversation_participants.values_list("user_id", flat=True))
            places = []
            for person in people:
                if person.pk not in here:
                    places.append(history.newcomer(conversation, person.pk, at or timezone.now()))
                    places[-1].is_admin = person == admin
                    history.take_number(places[-1])
            history.join(places)
            conversation.ring()

    def invite(self, people: Iterable["User"], *, by: "User") -> None:
        """Add people on somebody's behalf; PermissionDenied unless they are admin here."""
        conversation = cast("Conversation", self)
        if conversation.is_direct:
            raise ValidationError(_("A direct conversation has exactly two people. Start a group."))
        with transaction.atomic():
            conversation.lock()
            conversation.refuse_unless_admin(by)
            marks = conversation.moderation_marks(by)
            for person in people:
                self.add_participant(person, by=by, **marks)

    def remove_participant(self, user: "User", *, by: "User | None" = None) -> None:
        """Take a person out; nothing happens for a stranger.

        Raises ValidationError when fewer than two would remain, PermissionDenied when `by`
        is neither the person, nor an admin of the conversation or of the platform.
        """
        conversation = cast("Conversation", self)
        with transaction.atomic():
            conversation.lock()
            place = self._place_of(user).first()
            if place is None:
                return
            self._refuse_removal(user, by)
            place.conversation = conversation
            is_own_wish = by is None or by.pk == user.pk
            place.leave(by=by, **({} if is_own_wish else conversation.moderation_marks(by)))

    def grant_admin(self, user: "User", *, by: "User") -> None:
        self._set_admin(user, True, by)

    def revoke_admin(self, user: "User", *, by: "User") -> None:
        self._set_admin(user, False, by)

    def _set_admin(self, user: "User", is_admin: bool, by: "User") -> None:
        conversation = cast("Conversation", self)
        if conversation.is_direct:
            raise ValidationError(_("In a direct conversation nobody is admin."))
        with transaction.atomic():
            conversation.lock()
            conversation.refuse_unless_admin(by)
            changed = self._place_of(user).exclude(is_admin=is_admin).update(is_admin=is_admin)
            if changed:
                kind = events.ADMIN_GRANTED if is_admin else events.ADMIN_REVOKED
                conversation.record(
                    kind, actor=by, person=str(user.pk), **conversation.moderation_marks(by)
                )

    def keep_an_admin(self, *, after: ConversationParticipant) -> None:
        """When the last admin has left, the one who has been here longest follows."""
        conversation = cast("Conversation", self)
        places = conversation.conversation_participants.order_by("joined_seq", "id")
        if not after.is_admin or places.filter(is_admin=True).exists():
            return
        heir = places.first()
        if heir:
            places.filter(pk=heir.pk).update(is_admin=True)
            conversation.record(events.ADMIN_GRANTED, person=str(heir.user_id))

    def _refuse_removal(self, user: "User", by: "User | None") -> None:
        conversation = cast("Conversation", self)
        if by is not None and by.pk != user.pk:
            conversation.refuse_unless_admin(by)
        if conversation.needs_two and conversation.get_participant_count() <= PAIR:
            raise ValidationError(
                _("A conversation needs at least two people. Archive it instead of leaving.")
            )

    def _place_of(self, user: "User") -> models.QuerySet[ConversationParticipant]:
        return ConversationParticipant.objects.filter(conversation_id=self.pk, user=user)
