"""Two web processes on one database: what is said on one is heard on the other."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from chats.models import Conversation, User
from config.tests.processes.hosts import Host, Visit
from realtime.tests.redis_server import RedisServer

pytestmark = pytest.mark.django_db(transaction=True)
Visiting = Callable[[User, Conversation, int], Visit]


@pytest.fixture
def redis_url() -> Iterator[str]:
    with TemporaryDirectory() as folder:
        server = RedisServer(Path(folder))
        server.start()
        yield server.url
        server.kill()


@pytest.fixture(params=["postgres", "redis"])
def visit(request: pytest.FixtureRequest) -> Iterator[Visiting]:
    """Open a stream on the first or the second process: visit(ann, direct, 0)."""
    environment = {
        **os.environ,
        "DATABASE_URL": database_url(),
        "SECRET_KEY": settings.SECRET_KEY,
        "LOG_LEVEL": "WARNING",
        "BELL": request.param,
    }
    if request.param == "redis":
        environment["REDIS_URL"] = request.getfixturevalue("redis_url")
    hosts = [Host(environment), Host(environment)]
    visits: list[Visit] = []

    def start(user: User, conversation: Conversation, at: int) -> Visit:
        browser = Client()
        browser.force_login(user)
        session = browser.session.session_key
        visits.append(hosts[at].visit(session, conversation.pk, conversation.last_seq))
        visits[-1].wait_long("hello")
        return visits[-1]

    yield start
    for each in visits:
        each.leave()
    for host in hosts:
        host.end()


def database_url() -> str:
    chosen = connection.settings_dict
    if settings.EMBEDDED:
        return str(settings.EMBEDDED.url(chosen["NAME"]))
    path, __, question = settings.DATABASE_URL.partition("?")
    server = path.rpartition("/")[0]
    return f"{server}/{chosen['NAME']}" + (f"?{question}" if question else "")


def test_what_is_said_on_one_is_heard_on_the_other(
    visit: Visiting, direct: Conversation, ann: User, ben: User
) -> None:
    here, there = visit(ann, direct, 0), visit(ben, direct, 1)
    # Who came later is announced to who was there, and who was there to who came.
    here.wait_long("presence", user=str(ben.pk), state="online")
    there.wait(until=lambda me: knows_of(me, ann), seconds=30)
    here.post("Good morning")
    there.wait_long("change", kind="message.created")
    there.post("And to you")
    last = direct.last_seq + 2
    for each in (here, there):
        each.wait(until=lambda me: me.heard_all_up_to(last), seconds=30)
    # No look at the numbers tells who types: only the bell does.
    here.type()
    there.wait_long("typing", user=str(ann.pk))


def knows_of(visit: Visit, user: User) -> bool:
    told = visit.find("presence", user=str(user.pk), state="online")
    return bool(told) or str(user.pk) in visit.find("hello")[0]["online"]
