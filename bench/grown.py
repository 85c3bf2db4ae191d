"""A database with a past: generated when it is not there yet, and who is who in it."""

from django.db.models import Count

from bench.generate.generating import generate, is_there
from bench.generate.shape import Shape
from bench.stage import Stage
from chats.models import Conversation, ConversationParticipant, Imported, User

# Beside the given conversations a million of messages in all, as the targets want it.
SHAPE = Shape(messages=1_400_000, conversations=20_000)
SMALL = Shape(messages=6000, conversations=400, inbox=50, histories=(100, 1000), large=2)


def grow(stage: Stage) -> None:
    """See that there is a past."""
    if not is_there():
        stage.say("generating a past …")
        generate(SMALL if stage.is_quick else SHAPE, quiet=True)


def inbox_person() -> User:
    """Who is in thousands of conversations."""
    person: User = User.objects.get(email="inbox@bench.example")
    return person


def talkative_person() -> User:
    """Who is in most of the conversations that were brought in."""
    brought = Imported.objects.filter(kind="person").values("object_id")
    people = User.objects.filter(pk__in=brought).annotate(talks=Count("conversations"))
    person: User = people.order_by("-talks", "pk")[0]
    return person


def histories() -> dict[int, ConversationParticipant]:
    """Somebody's place in each conversation of a given size."""
    places = ConversationParticipant.objects.select_related("conversation", "user")
    found = {}
    for talk in Conversation.objects.filter(title__startswith="History of ").order_by("title"):
        found[int(talk.title.split()[-1])] = places.filter(conversation=talk).order_by("pk")[0]
    return dict(sorted(found.items()))
