"""What the desk makes of each change of a conversation."""

from typing import Any

from chats import events as chat_events
from chats.models import Event, Message, UserKind
from chats.models.conversation.kinds import ConversationKind
from support.models import Delivery, Ticket


def hear(event: Event, conversation_kind: str, **context: Any) -> None:
    """A message in a customer's conversation moves its ticket, in the same transaction."""
    is_message = event.kind == chat_events.MESSAGE_CREATED
    if not is_message or conversation_kind != ConversationKind.SUPPORT:
        return
    ticket = Ticket.objects.filter(conversation=event.conversation_id).first()
    if ticket and event.message:
        _move(ticket, event.message)


def _move(ticket: Ticket, message: Message) -> None:
    if message.sender.kind == UserKind.CUSTOMER:
        ticket.heard(message)
        return
    Delivery.objects.write(message, ticket)
    if message.sender.kind == UserKind.PERSON:
        ticket.answered(message)
