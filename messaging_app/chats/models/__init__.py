"""People and what they say: the published interface of this room."""

from chats.models.attachment import Attachment
from chats.models.conversation import Conversation
from chats.models.event import Event
from chats.models.hidden import HiddenMessage
from chats.models.imported import Imported
from chats.models.message import Message
from chats.models.participant import ConversationParticipant
from chats.models.reaction import Reaction
from chats.models.revision import Revision
from chats.models.user import User, UserKind, UserManager, UserRole

ConversationParticipants = ConversationParticipant

__all__ = [
    "Attachment",
    "Conversation",
    "ConversationParticipant",
    "ConversationParticipants",
    "Event",
    "HiddenMessage",
    "Imported",
    "Message",
    "Reaction",
    "Revision",
    "User",
    "UserKind",
    "UserManager",
    "UserRole",
]
