"""The desk in Django's administration."""

from support.admin import agents, customers, inboxes, records, tickets

__all__ = ["agents", "customers", "inboxes", "records", "tickets"]
