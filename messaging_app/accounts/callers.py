"""Who asks, for requests that are too frequent for the whole way through Django.

It is as complete as that way: the session must live, and belong to a person who may sign in, with
the password of then. It is looked up for every request, for all that come at once in two queries.
"""

import asyncio
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import InterfaceError, OperationalError, connection
from django.utils.crypto import constant_time_compare

from accounts.sightings import Sightings, note_use
from chats.models import User, UserKind
from realtime.together import Together

SESSIONS = """
SELECT session_key, session_data FROM django_session
WHERE session_key = ANY(%s) AND expire_date > now()
"""

PEOPLE = """
SELECT u.user_id, u.password_hash, coalesce(p.language, ''), coalesce(p.time_zone, '')
FROM users u LEFT JOIN accounts_preferences p USING (user_id)
WHERE u.user_id = ANY(%s) AND u.is_active AND u.kind = %s
"""

_sightings = Sightings()
_loops: "WeakKeyDictionary[asyncio.AbstractEventLoop, Together[str, Caller]]" = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody signed in; empty strings where they chose no language or time zone."""

    pk: uuid.UUID
    session_key: str
    language: str
    time_zone: str
    is_active: bool = True


async def caller_of(session_key: str) -> Caller | None:
    """Return who is signed in with a session, or None when it is nobody's any more."""
    loop = asyncio.get_running_loop()
    together = _loops.get(loop)
    if together is None:
        together = _loops[loop] = Together(find_callers)
    return await together.get(session_key)


def find_callers(session_keys: list[str]) -> Mapping[str, Caller]:
    """Ask the database about these sessions, once more if its connection turns out to be lost."""
    try:
        found = _find(session_keys)
    except (OperationalError, InterfaceError):
        connection.close()
        found = _find(session_keys)
    try:
        if fresh := [key for key in found if _sightings.is_new(key)]:
            note_use(*fresh)
    finally:
        connection.close()  # until somebody asks again
    return found


def _find(session_keys: list[str]) -> dict[str, Caller]:
    with connection.cursor() as cursor:
        cursor.execute(SESSIONS, [session_keys])
        sessions = {key: _read(data) for key, data in cursor.fetchall()}
        wanted = {person for data in sessions.values() if (person := _person(data))}
        cursor.execute(PEOPLE, [list(wanted), UserKind.PERSON])
        people = {row[0]: row[1:] for row in cursor.fetchall()}
    found = {}
    for key, data in sessions.items():
        person = _person(data)
        if person in people and _belongs(data, people[person][0]):
            found[key] = Caller(person, key, *people[person][1:])
    return found


def _person(data: Mapping[str, Any]) -> Any:
    if data.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return None
    return uuid.UUID(data[SESSION_KEY])


def _belongs(data: Mapping[str, Any], password: str) -> bool:
    said = data.get(HASH_SESSION_KEY, "")
    return any(constant_time_compare(said, one) for one in _hashes(password))


@lru_cache(20_000)
def _read(data: str) -> Mapping[str, Any]:
    """What a session holds; the text is signed, and the same text always says the same."""
    contents: Mapping[str, Any] = SessionStore().decode(data)
    return contents


@lru_cache(20_000)
def _hashes(password: str) -> tuple[str, ...]:
    """What sessions of a person with this stored password carry, by each valid secret key."""
    user = User(password=password)
    fallbacks: Iterable[str] = user.get_session_auth_fallback_hash()
    return (user.get_session_auth_hash(), *fallbacks)
