"""Rapport as a system under load: its people, made directly in its database."""

import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import psutil
from allauth.usersessions.models import UserSession
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from api.models import AccessToken
from bench.installation import Installation
from bench.ledger import RapportLedger
from bench.systems import Cast
from chats.models import Conversation, User

BACKEND = "accounts.backends.PersonBackend"
KEY = "abcdefghijklmnopqrstuvwxyz0123456789"


@dataclass(frozen=True)
class Person:
    user: User
    session: str
    csrf: str

    def in_(self, conversation: Conversation) -> dict[str, Any]:
        """What the load tool needs to speak or listen there as this person."""
        return {
            "conversation": str(conversation.pk),
            "seq": conversation.last_seq,
            "session": self.session,
            "csrf": self.csrf,
        }


class RapportSystem:
    name = "Rapport"
    protocol = "rapport"
    crowds: tuple[int, ...] = (64, 256)
    most_listeners = 10_000
    most_pairs = 10_000

    def __init__(self, installation: Installation) -> None:
        self.installation = installation
        self.host, self.port = installation.host, installation.port
        self._tag = secrets.token_hex(3)  # apart from the people of earlier runs
        self._people: list[Person] = []
        self._pairs: list[tuple[Person, Person, uuid.UUID]] = []
        self._groups: dict[tuple[int, int], uuid.UUID] = {}

    def pairs(self, count: int) -> Cast:
        for number in range(len(self._pairs), count):
            one, other = self.people(2 * count)[2 * number : 2 * number + 2]
            talk = Conversation.objects.direct_between(one.user, other.user)
            self._pairs.append((one, other, talk.pk))
        pairs = self._pairs[:count]
        talks = Conversation.objects.in_bulk([pk for _, _, pk in pairs])
        return Cast(
            [one.in_(talks[pk]) for one, _, pk in pairs],
            [other.in_(talks[pk]) for _, other, pk in pairs],
        )

    def group(self, listeners: int, speakers: int) -> Cast:
        people = self.people(listeners + speakers)
        key = (listeners, speakers)
        if key not in self._groups:
            group = Conversation.objects.create(title=f"A group of {len(people)}")
            group.bring_in([person.user for person in people])
            self._groups[key] = group.pk
        group = Conversation.objects.get(pk=self._groups[key])
        accounts = [person.in_(group) for person in people]
        return Cast(accounts[listeners:], accounts[:listeners])

    def with_tokens(self, count: int) -> Cast:
        """So many direct conversations whose speakers have a token for the API."""
        cast = self.pairs(count)
        tokens = [AccessToken.issue(one.user, name="bench") for one, _, _ in self._pairs[:count]]
        marked = zip(cast.speakers, tokens, strict=True)
        return Cast([{**account, "token": token.secret} for account, token in marked])

    def ledger(self, cast: Cast, run: str) -> RapportLedger:
        return RapportLedger({account["conversation"] for account in cast.speakers}, run)

    def restart(self) -> None:
        self.installation.stop()
        self.installation.start()

    def processes(self) -> list[psutil.Process]:
        return self.installation.processes()

    def people(self, count: int) -> list[Person]:
        """The first so many people, who are made when they are needed."""
        missing = range(len(self._people), count)
        users = User.objects.bulk_create(_new_user(f"{number}-{self._tag}") for number in missing)
        self._people += sign_in(users)
        return self._people[:count]


def _new_user(number: str) -> User:
    user = User(
        email=f"person{number}@bench.example",
        first_name="Person",
        last_name=f"No {number}",
        role="host",
    )
    user.set_unusable_password()
    return user


def sign_in(users: Sequence[User]) -> list[Person]:
    """Give each a session, as signing in does."""
    people = [Person(user, _key(32), _key(32)) for user in users]
    Session.objects.bulk_create(_session(person) for person in people)
    UserSession.objects.bulk_create(_device(person) for person in people)
    return people


def _session(person: Person) -> Session:
    data = {
        SESSION_KEY: str(person.user.pk),
        BACKEND_SESSION_KEY: BACKEND,
        HASH_SESSION_KEY: person.user.get_session_auth_hash(),
    }
    until = timezone.now() + timedelta(days=30)
    encoded = SessionStore().encode(data)
    return Session(session_key=person.session, session_data=encoded, expire_date=until)


def _device(person: Person) -> UserSession:
    return UserSession(
        user=person.user, session_key=person.session, ip="127.0.0.1", user_agent="bench"
    )


def _key(length: int) -> str:
    return "".join(secrets.choice(KEY) for _ in range(length))
