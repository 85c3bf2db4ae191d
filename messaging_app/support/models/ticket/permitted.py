"""Who may do what with it, and who may see it."""

import logging
import uuid
from typing import TYPE_CHECKING, cast

from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from chats.models import User
from support import events, permissions
from support.kinds import Channel, Status
from support.models.team import TeamMembership

if TYPE_CHECKING:
    from support.models.ticket import Ticket

log = logging.getLogger(__name__)


class Permitted(models.Model):
    class Meta:
        abstract = True

    @property
    def home_team_id(self) -> uuid.UUID:
        """The team it is with, or while it is with none the team of its inbox."""
        ticket = cast("Ticket", self)
        return ticket.team_id or ticket.inbox.team_id

    def role_of(self, user: User) -> str | None:
        """The person's role in its team; None outside of it."""
        members = TeamMembership.objects.filter(team=self.home_team_id, user=user)
        return members.values_list("role", flat=True).first()

    def may(self, verb: str, user: User) -> bool:
        ticket = cast("Ticket", self)
        if not user.is_active:
            return False
        role, is_own = self.role_of(user), ticket.assignee_id == user.pk
        is_admin = user.has_moderation_permissions()
        if permissions.allows(verb, role, is_admin=is_admin, is_own=is_own):
            return not self._must_take_over_first(verb, is_own)
        is_waiting = ticket.status == Status.QUEUED and ticket.needs_supervisor_at is None
        return verb == permissions.SEE and role is not None and is_waiting

    def refuse_unless_may(self, verb: str, user: User | None) -> None:
        """Raise PermissionDenied with the reason; the desk itself (None) may do anything."""
        if user is None or self.may(verb, user):
            return
        log.warning("Denied: %s of ticket %s by %s", verb, cast("Ticket", self).pk, user.pk)
        if self._must_take_over_first(verb, cast("Ticket", self).assignee_id == user.pk):
            raise PermissionDenied(_("Take this ticket over before you answer on WhatsApp."))
        raise PermissionDenied(_("Your role in this team does not allow that for this ticket."))

    def looked_at(self, *, by: User) -> None:
        """Note that an admin from outside the team opened it."""
        if by.has_moderation_permissions() and self.role_of(by) is None:
            with cast("Ticket", self).changing():
                cast("Ticket", self)._record(events.TICKET_VIEWED, by=by, at=timezone.now())

    def _must_take_over_first(self, verb: str, is_own: bool) -> bool:
        is_whatsapp = cast("Ticket", self).inbox.channel == Channel.WHATSAPP
        return verb == permissions.REPLY and is_whatsapp and not is_own
