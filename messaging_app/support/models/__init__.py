"""The desk's records."""

from support.models.agent import AgentProfile, AgentSkill
from support.models.arrival import Arrival, EarlyReceipt, ExternalMessage
from support.models.clock import ClockPause, SLAClock, SLAViolation
from support.models.customer import Customer, CustomerIdentity, CustomerMerge, IdentityLink
from support.models.delivery import Delivery, DeliveryAttempt
from support.models.inbox import Inbox
from support.models.limit import RateLimitBucket
from support.models.marks import ConversationNote, ConversationTag, Tag
from support.models.opening import BusinessHours, OpenInterval, SpecialDay
from support.models.policy import SLAPolicy
from support.models.rating import Rating
from support.models.team import Team, TeamMembership
from support.models.ticket import Ticket
from support.models.wording import CannedResponse, WhatsAppTemplate

__all__ = [
    "AgentProfile",
    "AgentSkill",
    "Arrival",
    "BusinessHours",
    "CannedResponse",
    "ClockPause",
    "ConversationNote",
    "ConversationTag",
    "Customer",
    "CustomerIdentity",
    "CustomerMerge",
    "Delivery",
    "DeliveryAttempt",
    "EarlyReceipt",
    "ExternalMessage",
    "IdentityLink",
    "Inbox",
    "OpenInterval",
    "RateLimitBucket",
    "Rating",
    "SLAClock",
    "SLAPolicy",
    "SLAViolation",
    "SpecialDay",
    "Tag",
    "Team",
    "TeamMembership",
    "Ticket",
    "WhatsAppTemplate",
]
