"""What agents put beside it, and what the customer thought of it."""

from datetime import datetime
from typing import TYPE_CHECKING, cast

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from chats.models import User
from chats.models.message.mentions import find_mentions
from support import events, permissions
from support.models.marks import ConversationNote, ConversationTag, Tag
from support.models.rating import Rating

if TYPE_CHECKING:
    from support.models.ticket import Ticket


class Marked(models.Model):
    class Meta:
        abstract = True

    def note(self, body: str, *, by: User, is_pinned: bool = False) -> ConversationNote:
        """Write a note for the team. Raises PermissionDenied, ValidationError."""
        ticket = cast("Ticket", self)
        with ticket.changing():
            ticket.refuse_unless_may(permissions.NOTE, by)
            return self._write_note(body, by=by, at=timezone.now(), is_pinned=is_pinned)

    def tag(self, tag: Tag, *, by: User) -> None:
        """Put a tag on it, once. Raises PermissionDenied, ValidationError for another team's."""
        ticket = cast("Ticket", self)
        with ticket.changing():
            ticket.refuse_unless_may(permissions.TAG, by)
            if tag.team_id and tag.team_id != ticket.home_team_id:
                raise ValidationError(_("This tag is another team's."))
            __, is_new = ConversationTag.objects.get_or_create(
                conversation=ticket.conversation, tag=tag, defaults={"by": by}
            )
            if is_new:
                ticket._record(events.TICKET_TAGGED, by=by, at=timezone.now(), new=tag)

    def untag(self, tag: Tag, *, by: User) -> None:
        """Take a tag away. Raises PermissionDenied."""
        ticket = cast("Ticket", self)
        with ticket.changing():
            ticket.refuse_unless_may(permissions.TAG, by)
            gone, __ = ticket.conversation.conversation_tags.filter(tag=tag).delete()
            if gone:
                ticket._record(events.TICKET_UNTAGGED, by=by, at=timezone.now(), old=tag)

    def _write_note(
        self, body: str, *, by: User | None, at: datetime, is_pinned: bool = False
    ) -> ConversationNote:
        ticket = cast("Ticket", self)
        if not body.strip():
            raise ValidationError({"body": _("Write a note first.")})
        note = ConversationNote.objects.create(
            conversation=ticket.conversation,
            author=by,
            body=body.strip(),
            is_pinned=is_pinned,
            mentions=find_mentions(ticket.conversation_id, body),
        )
        ticket._record(events.TICKET_NOTED, by=by, at=at, note=note)
        return note

    def _ask_for_rating(self, at: datetime) -> None:
        Rating.objects.get_or_create(ticket=cast("Ticket", self), defaults={"asked_at": at})
