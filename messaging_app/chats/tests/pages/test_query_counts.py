"""A page asks the database as often for much as for little."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chats.models import Attachment, Conversation, Message, User
from chats.tests.pages.conftest import Browser, at
from conftest import make_person


def fill(group: Conversation, ann: User, ben: User, *, count: int, start: int = 0) -> Message:
    """One more of everything a page can show, `count` times; returns the first message."""
    said = []
    for i in range(start, start + count):
        person = make_person(f"Number{i}", "Person")
        group.invite([person], by=ann)
        message = group.post(by=person, body=f"**word** {i} @Ben Okafor https://example.com")
        for emoji in ("👍", "🎉"):
            message.react(emoji, by=person)
            message.react(emoji, by=ann)
        Attachment.objects.create(
            uploader=person, message=message, kind="file", name="f", content_type="a/b", size=1
        )
        reply = group.post(by=ben, body="reply", reply_to_id=message.pk)
        reply.edit("edited", by=ben)
        Conversation.objects.start_direct(by=person, other=ann).post(by=person, body="direct")
        other = Conversation.objects.start_group(by=ann, people=[ben, person], title=f"G{i}")
        other.post(by=ann, body="group")
        said.append(message)
    return said[0]


def addresses(group: Conversation, message: Message, ben: User) -> dict[str, str]:
    names = ("conversation", "messages", "row", "details", "participants", "files")
    about = ("message", "revisions", "reactions", "message_receipts")
    return {
        **{name: at(name, group) for name in names},
        **{name: at(name, message) for name in about},
        "before": f"{at('messages', group)}?before={group.last_seq}",
        "after": f"{at('messages', group)}?after={message.seq}",
        "around": f"{at('messages', group)}?around={message.pk}",
        "menu": f"{at('message', message)}?part=menu",
        "list": "/chats/",
        "unread": "/chats/?filter=unread",
        "named": "/chats/?q=g",
        "new": "/chats/new/",
        "people": "/people/",
        "found": "/people/?q=person",
        "person": reverse("chats:person", args=[ben.pk]),
    }


def counts(client: Client, pages: dict[str, str]) -> dict[str, int]:
    found = {}
    for name, address in pages.items():
        client.get(address)  # what is read once for the process is read before
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address, follow=True).status_code == 200
        found[name] = len(queries)
    return found


@pytest.mark.parametrize("kind", ["page", "part"])
def test_much_costs_as_many_queries_as_little(
    group: Conversation,
    ann: User,
    ben: User,
    browser: Browser,
    script: Browser,
    kind: str,
) -> None:
    client = browser(ann) if kind == "page" else script(ann)
    message = fill(group, ann, ben, count=1)
    group.refresh_from_db()
    pages = addresses(group, message, ben)
    little = counts(client, pages)
    fill(group, ann, ben, count=8, start=1)
    much = counts(client, pages)
    assert much == little
    assert max(much.values()) <= 30, much


def test_a_send_costs_as_many_queries_in_a_large_group(
    group: Conversation, ann: User, ben: User, script: Browser
) -> None:
    client = script(ann)

    def sending() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.post(at("messages", group), {"body": "x"}).status_code == 201
        return len(queries)

    sending()
    little = sending()
    fill(group, ann, ben, count=5)
    assert sending() == little


def test_receipts_of_many_conversations_are_found_at_once(
    group: Conversation, ann: User, ben: User, script: Browser
) -> None:
    fill(group, ann, ben, count=3)
    client = script(ann)
    places = ann.conversation_participants.select_related("conversation")
    old = {str(place.conversation_id): 1 for place in places}

    def reporting(positions: dict[str, int]) -> int:
        with CaptureQueriesContext(connection) as queries:
            body = {"read": {}, "delivered": positions}
            client.post("/receipts/", body, content_type="application/json")
        return sum("FROM" in query["sql"] and "SELECT" in query["sql"][:8] for query in queries)

    one = dict([next(iter(old.items()))])
    assert reporting(old) == reporting(one)
