"""The closed lists that the desk's rows choose from."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """A kind of way in."""

    WHATSAPP = "whatsapp", _("WhatsApp")
    CHAT_APP = "chat_app", _("Website or app")
    SMS = "sms", _("SMS")
    EMAIL = "email", _("E-mail")


class TeamRole(models.TextChoices):
    AGENT = "agent", _("Agent")
    LEAD = "team_lead", _("Team lead")
    SUPERVISOR = "supervisor", _("Supervisor")


class RoutingMode(models.TextChoices):
    MANUAL = "manual", _("By hand")
    ROUND_ROBIN = "round_robin", _("In turn")
    LEAST_LOAD = "least_load", _("Who has least to do")
    SKILLS = "skills", _("Who knows it best")


class Presence(models.TextChoices):
    ONLINE = "online", _("Online")
    AWAY = "away", _("Away")
    OFFLINE = "offline", _("Offline")


class Health(models.TextChoices):
    """How a connected account does: a broken one is left alone for a while."""

    OK = "ok", _("Working")
    TROUBLED = "troubled", _("In trouble")
    BROKEN = "broken", _("Not working")


class Status(models.TextChoices):
    NEW = "new", _("New")
    TRIAGE = "triage", _("In triage")
    QUEUED = "queued", _("In the queue")
    ASSIGNED = "assigned", _("Assigned")
    PENDING_CUSTOMER = "pending_customer", _("Waits for the customer")
    PENDING_AGENT = "pending_agent", _("Waits for the agent")
    CLOSED = "closed", _("Closed")


# With somebody who answers for it.
HELD = (Status.ASSIGNED, Status.PENDING_CUSTOMER, Status.PENDING_AGENT)


class Priority(models.TextChoices):
    LOW = "low", _("Low")
    NORMAL = "normal", _("Normal")
    HIGH = "high", _("High")
    URGENT = "urgent", _("Urgent")


class CloseReason(models.TextChoices):
    RESOLVED = "resolved", _("Resolved")
    SPAM = "spam", _("Spam")
    DUPLICATE = "duplicate", _("Duplicate")
    UNRESPONSIVE = "customer_unresponsive", _("The customer does not answer")


class Promise(models.TextChoices):
    """What a policy promises a time for."""

    FIRST_RESPONSE = "first_response", _("First response")
    NEXT_RESPONSE = "next_response", _("Next response")
    RESOLUTION = "resolution", _("Resolution")


class ArrivalState(models.TextChoices):
    RECEIVED = "received", _("Received")
    PROCESSED = "processed", _("Processed")
    LIMITED = "limited", _("Held back, too many")
    FAILED = "failed", _("Failed")


class DeliveryStatus(models.TextChoices):
    PENDING = "pending", _("Pending")
    SENT = "sent", _("Sent")
    DELIVERED = "delivered", _("Delivered")
    READ = "read", _("Read")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


class LimitKind(models.TextChoices):
    MESSAGE = "message", _("Messages")
    CONVERSATION = "conversation", _("New tickets")


class TemplateStatus(models.TextChoices):
    PENDING = "pending", _("Pending")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")


class TemplateCategory(models.TextChoices):
    MARKETING = "marketing", _("Marketing")
    UTILITY = "utility", _("Utility")
    AUTHENTICATION = "authentication", _("Authentication")
