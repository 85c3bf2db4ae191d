"""Makes people with sessions, rooms of two, and rooms of all: a line of JSON comes out."""

import json
import os
import sys
from importlib import import_module

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import (  # noqa: E402
    BACKEND_SESSION_KEY,
    HASH_SESSION_KEY,
    SESSION_KEY,
    get_user_model,
)
from django.core.management import call_command  # noqa: E402

from chat.models import Room  # noqa: E402 - needs Django set up

User = get_user_model()
NO_PASSWORD = "!"  # noqa: S105 - by which nobody can sign in


def main(people: int, pairs: int, groups: list[int]) -> None:
    call_command("migrate", verbosity=0)
    users = User.objects.bulk_create(
        User(username=f"person{number}", password=NO_PASSWORD) for number in range(people)
    )
    rooms = [_room(users[2 * number : 2 * number + 2]) for number in range(pairs)]
    made = {
        "sessions": [_session(user) for user in users],
        "pairs": rooms,
        "groups": {size: _room(users[:size]) for size in groups},
    }
    sys.stdout.write(json.dumps(made) + "\n")


def _room(members: list[User]) -> int:
    room = Room.objects.create(name=f"A room of {len(members)}")
    room.members.set(members)
    return room.pk


def _session(user: User) -> str:
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return str(store.session_key)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), [int(size) for size in sys.argv[3:]])
