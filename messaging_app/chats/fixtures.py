"""Sample people who talk, for a first look and for tests; running it again changes nothing."""

import uuid
from collections.abc import Mapping

from django.db import transaction

from chats.models import Conversation, Message, User, UserRole

Users = dict[str, User]
Conversations = dict[str, Conversation]

PEOPLE = {
    "admin": ("Ada", "Adminsson", UserRole.ADMIN),
    "host1": ("Alice", "Johnson", UserRole.HOST),
    "host2": ("Bob", "Smith", UserRole.HOST),
    "host3": ("Carol", "Díaz", UserRole.HOST),
    "guest1": ("David", "Brown", UserRole.GUEST),
    "guest2": ("Emma", "Wilson", UserRole.GUEST),
}

# Conversation, sender, words, and the place in this list of what it answers.
WORDS: list[tuple[str, str, str, int | None]] = [
    ("direct_chat", "guest1", "Hello Alice, is the cabin free in the first week of March?", None),
    ("direct_chat", "host1", "Hi David! It is, from the 2nd to the 9th.", 0),
    ("direct_chat", "guest1", "Wonderful. Can we bring the dog?", None),
    ("direct_chat", "host1", "Of course, there is a fence around the garden.", 2),
    ("direct_chat", "guest1", "Then we will take it. Thank you!", None),
    ("group_chat", "host1", "Welcome everybody. Here we plan the opening on Saturday.", None),
    ("group_chat", "host2", "I bring the tables and the long bench.", 5),
    ("group_chat", "guest1", "I can help from ten o'clock.", 5),
    ("group_chat", "guest2", "Shall I make my apple cake again?", None),
    ("group_chat", "host1", "Yes please, two of them!", 8),
    ("another_direct_chat", "host2", "Emma, the key is under the blue pot.", None),
    ("another_direct_chat", "guest2", "Found it, thanks.", 10),
    ("another_direct_chat", "host2", "Have a good stay!", None),
]

GROUP = {
    "title": "Opening day",
    "description": "Everything around the opening on Saturday.",
}


def create_sample_users() -> Users:
    """Return six people: admin, host1 to host3, guest1 and guest2. They have no password."""
    return {name: _person(name) for name in PEOPLE}


def create_sample_conversations(users: Mapping[str, User]) -> Conversations:
    """Return two direct conversations, and a group with a description and an admin."""
    direct = Conversation.objects.direct_between
    return {
        "direct_chat": direct(users["host1"], users["guest1"]),
        "group_chat": _group(users),
        "another_direct_chat": direct(users["host2"], users["guest2"]),
    }


def create_sample_messages(
    users: Mapping[str, User], conversations: Mapping[str, Conversation]
) -> list[Message]:
    """Return thirteen messages, some of them answers to others."""
    said: list[Message] = []
    for number, (place, sender, words, answers) in enumerate(WORDS):
        message = conversations[place].post(
            by=users[sender],
            body=words,
            client_id=uuid.uuid5(users[sender].id, f"sample {number}"),
            reply_to_id=None if answers is None else said[answers].id,
        )
        said.append(message)
    return said


def run_fixture_creation() -> tuple[Users, Conversations, list[Message]]:
    """Create all of it, or find what is there already."""
    with transaction.atomic():
        users = create_sample_users()
        conversations = create_sample_conversations(users)
        return users, conversations, create_sample_messages(users, conversations)


def _person(name: str) -> User:
    first_name, last_name, role = PEOPLE[name]
    email = f"{name}@sample.example"
    try:
        return User.objects.get_by_natural_key(email)
    except User.DoesNotExist:
        return User.objects.create_user(
            email, first_name=first_name, last_name=last_name, role=role
        )


def _group(users: Mapping[str, User]) -> Conversation:
    found: Conversation | None = Conversation.objects.filter(
        created_by=users["host1"], **GROUP
    ).first()
    if found is not None:
        return found
    people = [users[name] for name in ("host2", "guest1", "guest2")]
    return Conversation.objects.start_group(by=users["host1"], people=people, **GROUP)
