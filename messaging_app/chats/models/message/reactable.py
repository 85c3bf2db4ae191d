"""Emoji under a message."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

import regex
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from chats import events

if TYPE_CHECKING:
    from chats.models.message import Message
    from chats.models.user import User

# One emoji as people see it: a base with its modifiers, a joined sequence, a flag or a keycap.
EMOJI = regex.compile(
    r"(?:\p{RI}\p{RI}|[0-9#*]\ufe0f?\u20e3"
    r"|\p{Extended_Pictographic}[\ufe0f\p{Emoji_Modifier}\U000e0020-\U000e007f]*"
    r"(?:\u200d\p{Extended_Pictographic}[\ufe0f\p{Emoji_Modifier}]*)*)"
)


def is_emoji(text: str) -> bool:
    """Whether it is one emoji, as people see it."""
    return len(text) <= 32 and EMOJI.fullmatch(text) is not None


@dataclass(slots=True)
class ReactionSummary:
    """One pill: an emoji, and who put it there, in order."""

    emoji: str
    user_ids: list[object] = field(default_factory=list)
    names: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.user_ids)


class Reactable(models.Model):
    class Meta:
        abstract = True

    def react(self, emoji: str, *, by: "User") -> None:
        """Put an emoji under the message, once per person and emoji."""
        message = cast("Message", self)
        if not is_emoji(emoji):
            raise ValidationError({"emoji": _("Choose one emoji.")})
        with transaction.atomic():
            self._refuse_reaction(by)
            __, is_new = message.reactions.get_or_create(user=by, emoji=emoji)
            if is_new:
                message.conversation.record(events.REACTION_ADDED, actor=by, message=message)

    def unreact(self, emoji: str, *, by: "User") -> None:
        message = cast("Message", self)
        with transaction.atomic():
            self._refuse_reaction(by)
            deleted, __ = message.reactions.filter(user=by, emoji=emoji).delete()
            if deleted:
                message.conversation.record(events.REACTION_REMOVED, actor=by, message=message)

    def toggle_reaction(self, emoji: str, *, by: "User") -> None:
        """Put the emoji there, or take it away where it is."""
        message = cast("Message", self)
        if message.reactions.filter(user=by, emoji=emoji).exists():
            self.unreact(emoji, by=by)
        else:
            self.react(emoji, by=by)

    @property
    def reaction_summary(self) -> list[ReactionSummary]:
        """The pills in the order in which their emoji first came."""
        message = cast("Message", self)
        pills: dict[str, ReactionSummary] = {}
        for reaction in message.reactions.all():
            pill = pills.setdefault(reaction.emoji, ReactionSummary(reaction.emoji))
            pill.user_ids.append(reaction.user_id)
            pill.names.append(reaction.user.display_name)
        return list(pills.values())

    def _refuse_reaction(self, by: "User") -> None:
        message = cast("Message", self)
        message.conversation.lock()
        message.refresh_from_db(fields=["is_deleted"])
        if not message.conversation.is_participant(by):
            raise PermissionDenied(_("You do not take part in this conversation."))
        if message.is_deleted or not message.conversation.is_active:
            raise ValidationError(_("Nobody can react to this message any more."))
