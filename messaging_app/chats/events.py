"""What can happen in a conversation, each kind with its sentence for people."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MESSAGE_CREATED: Final = "message.created"
MESSAGE_EDITED: Final = "message.edited"
MESSAGE_DELETED: Final = "message.deleted"
MESSAGE_RESTORED: Final = "message.restored"
REACTION_ADDED: Final = "reaction.added"
REACTION_REMOVED: Final = "reaction.removed"
PARTICIPANT_JOINED: Final = "participant.joined"
PARTICIPANT_LEFT: Final = "participant.left"
ADMIN_GRANTED: Final = "participant.promoted"
ADMIN_REVOKED: Final = "participant.demoted"
CONVERSATION_CHANGED: Final = "conversation.changed"
CONVERSATION_CLOSED: Final = "conversation.closed"
CONVERSATION_REOPENED: Final = "conversation.reopened"

SENTENCES = {
    MESSAGE_CREATED: _("%(actor)s wrote"),
    MESSAGE_EDITED: _("%(actor)s edited a message"),
    MESSAGE_DELETED: _("%(actor)s deleted a message"),
    MESSAGE_RESTORED: _("%(actor)s restored a message"),
    REACTION_ADDED: _("%(actor)s reacted"),
    REACTION_REMOVED: _("%(actor)s took back a reaction"),
    PARTICIPANT_JOINED: _("%(actor)s added %(person)s"),
    PARTICIPANT_LEFT: _("%(actor)s removed %(person)s"),
    ADMIN_GRANTED: _("%(actor)s made %(person)s an admin"),
    ADMIN_REVOKED: _("%(person)s is no longer an admin"),
    CONVERSATION_CHANGED: _("%(actor)s changed the name or description"),
    CONVERSATION_CLOSED: _("%(actor)s closed this conversation"),
    CONVERSATION_REOPENED: _("%(actor)s opened this conversation again"),
}

# The same when nobody, or the person themselves, did it.
SENTENCES_ALONE = {
    PARTICIPANT_JOINED: _("%(person)s joined"),
    PARTICIPANT_LEFT: _("%(person)s left"),
    ADMIN_GRANTED: _("%(person)s is an admin now"),
    ADMIN_REVOKED: _("%(person)s is no longer an admin"),
}

# Kinds whose subject is one message; its fragment is drawn again when they happen.
ABOUT_A_MESSAGE = frozenset(
    {
        MESSAGE_CREATED,
        MESSAGE_EDITED,
        MESSAGE_DELETED,
        MESSAGE_RESTORED,
        REACTION_ADDED,
        REACTION_REMOVED,
    }
)

# Kinds that stand as a line of their own in the history.
SHOWN_IN_HISTORY = frozenset(SENTENCES) - ABOUT_A_MESSAGE


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind that another room adds; `alone` says it when nobody, or the person, did it."""

    name: str
    sentence: "StrOrPromise"
    alone: "StrOrPromise | None" = None
    is_shown: bool = True


_added: dict[str, Kind] = {}


def add(*kinds: Kind) -> None:
    """Let other rooms' kinds be said and shown; called when the installation starts."""
    _added.update({kind.name: kind for kind in kinds})


def sentence_of(kind: str, *, alone: bool) -> "StrOrPromise":
    """The sentence of a kind, to be filled with names; KeyError for one that nobody added."""
    if kind in _added:
        return (alone and _added[kind].alone) or _added[kind].sentence
    return (SENTENCES | SENTENCES_ALONE if alone else SENTENCES)[kind]


def shown_in(kind: str) -> frozenset[str]:
    """The kinds that stand as lines in a conversation of this kind; two need no list of joiners."""
    if kind == "direct":
        return frozenset({CONVERSATION_CLOSED, CONVERSATION_REOPENED})
    return SHOWN_IN_HISTORY | {added.name for added in _added.values() if added.is_shown}
