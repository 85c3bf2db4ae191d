"""The open conversation: its head, a page of its history, and the composer."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from chats.fragments.entries import changed_entries, entries
from chats.fragments.head import Head
from chats.history import Page
from chats.models import ConversationParticipant, Message


@dataclass
class Composer:
    """What stands below the messages; `editing` is the message that is being changed."""

    place: ConversationParticipant
    reply_to: Message | None = None
    editing: Message | None = None
    error: str = ""

    @property
    def client_id(self) -> uuid.UUID:
        """Lets a form that is sent twice be stored once."""
        return uuid.uuid4()

    @property
    def body(self) -> str:
        return self.editing.message_body if self.editing else self.place.draft

    @property
    def may_write(self) -> bool:
        return self.place.conversation.is_active

    @property
    def why_not(self) -> str:
        return "" if self.may_write else _("This conversation is closed. Nobody can write in it.")


def opened(place: ConversationParticipant, page: Page, composer: Composer) -> dict[str, Any]:
    """The context of the conversation's part."""
    listed = ConversationParticipant.objects.listed().with_first_unread().get(pk=place.pk)
    listed.conversation, listed.user = place.conversation, place.user
    return {
        "conversation": place.conversation,
        "place": listed,
        "head": Head.of(listed),
        "history": drawn(page, listed),
        "composer": composer,
        "me": place.user_id,
    }


def drawn(page: Page, place: ConversationParticipant) -> dict[str, Any]:
    """The context of one page of the history. Wants a place `with_first_unread`."""
    read, delivered = place.positions_of_others()
    return {
        "entries": entries(page, place),
        "changed": changed_entries(page, place),
        "older": page.older,
        "newer": page.newer,
        "cursor": page.cursor,
        "read_seq": read,
        "delivered_seq": delivered,
    }
