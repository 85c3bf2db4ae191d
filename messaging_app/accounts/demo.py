"""The people to look around with, as long as demo mode is on."""

from django.db.models import Count, QuerySet

from chats.models import User

ENDING = "@demo.example"
_SHOWN = 6


def people() -> QuerySet[User]:
    """Those to step in as, with how many conversations each has."""
    demo = User.objects.people().filter(email__iendswith=ENDING)
    return demo.annotate(conversation_count=Count("conversation_participants")).order_by("id")


def shown() -> QuerySet[User]:
    return people()[:_SHOWN]
