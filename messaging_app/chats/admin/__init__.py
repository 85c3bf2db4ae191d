"""The administration of people, conversations, places and messages.

It looks at everything and changes only through the domain's verbs, in the name of who is signed in.
"""

from chats.admin.conversations import ConversationAdmin
from chats.admin.messages import MessageAdmin
from chats.admin.participants import ParticipantAdmin
from chats.admin.people import PersonAdmin

__all__ = ["ConversationAdmin", "MessageAdmin", "ParticipantAdmin", "PersonAdmin"]
