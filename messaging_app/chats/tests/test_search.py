"""People find what was said where they take part, and nothing else."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from chats.fragments.found import found_everywhere, found_here
from chats.models import Attachment, Conversation, ConversationParticipant, Message, User
from chats.search import hits

pytestmark = pytest.mark.django_db


def bodies(found: dict[str, Any]) -> list[str]:
    return [hit["message"].message_body for hit in found["hits"]]


def search(user: User, q: str, **more: Any) -> list[str]:
    return bodies(found_everywhere(user, q, **more))


@pytest.fixture
def talk(direct: Conversation, group: Conversation, ann: User, ben: User, cy: User) -> None:
    direct.post(by=ann, body="The ndiswrapper driver is broken")
    group.post(by=ben, body="Which driver? See https://example.org/ndis")
    group.post(by=cy, body="東京の天気は良いです and the garden")
    group.post(by=cy, body="休日")
    group.post(by=ben, body="สวัสดีครับ, iPhone修理します")
    group.post(by=ann, body="안녕하세요 여러분")


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("ndiswrapper", ["The ndiswrapper driver is broken"]),
        ("NDISwrap", ["The ndiswrapper driver is broken"]),
        ("ndiswrap driver", []),
        ("driver ndiswrap", ["The ndiswrapper driver is broken"]),
        ('"driver is"', ["The ndiswrapper driver is broken"]),
        ('"is driver"', []),
        ("天気", ["東京の天気は良いです and the garden"]),
        ("東京の天気", ["東京の天気は良いです and the garden"]),
        ("東京天気", []),
        ("休", ["休日"]),
        ("日", ["休日"]),
        ('"天気は良い"', ["東京の天気は良いです and the garden"]),
        ("สวัสดี", ["สวัสดีครับ, iPhone修理します"]),
        ("iphone修理", ["สวัสดีครับ, iPhone修理します"]),
        ("iphone", ["สวัสดีครับ, iPhone修理します"]),
        ("안녕", ["안녕하세요 여러분"]),
        ("has:link", ["Which driver? See https://example.org/ndis"]),
        ("from:cy garden", ["東京の天気は良いです and the garden"]),
        ('from:"Ann Lindqvist" driver', ["The ndiswrapper driver is broken"]),
        ("from:me in:garden", ["안녕하세요 여러분"]),
        ("in:ben driver", ["The ndiswrapper driver is broken"]),
        ("in:garden in:ben driver", ["Which driver? See https://example.org/ndis", "The ndis…"]),
        ("from:nobody driver", []),
    ],
)
def test_words_phrases_scripts_and_filters(talk: None, ann: User, q: str, found: list[str]) -> None:
    assert [body[:8] for body in search(ann, q)] == [body[:8] for body in found]


@pytest.mark.parametrize("newest", [1, 500])
def test_both_ways_to_look_find_the_same_in_order(
    direct: Conversation, ann: User, monkeypatch: pytest.MonkeyPatch, newest: int
) -> None:
    monkeypatch.setattr(hits, "NEWEST", newest)
    said = [direct.post(by=ann, body=f"number {n}").message_body for n in range(25)]
    first = found_everywhere(ann, "number")
    assert bodies(first) == said[:4:-1]
    rest = Client()
    rest.force_login(ann)
    page = rest.get(first["more_hits"], headers={"HX-Request": "true"})
    assert [hit["message"].message_body for hit in page.context["hits"]] == said[4::-1]
    assert page.context["more_hits"] == ""


@pytest.mark.parametrize("newest", [0, 500])
class TestWithinWhatOneMaySee:
    @pytest.fixture(autouse=True)
    def both_ways(self, monkeypatch: pytest.MonkeyPatch, newest: int) -> None:
        monkeypatch.setattr(hits, "NEWEST", newest)

    def test_an_outsider_finds_nothing(self, talk: None, dee: User) -> None:
        assert search(dee, "driver") == [] and search(dee, "has:link") == []
        assert search(dee, "from:ann") == []

    def test_who_was_removed_finds_nothing_more(
        self, talk: None, group: Conversation, ann: User, ben: User
    ) -> None:
        group.remove_participant(ben, by=ann)
        assert search(ben, "which") == []

    def test_deleted_words_are_not_found(self, direct: Conversation, ann: User) -> None:
        direct.post(by=ann, body="secret plan").soft_delete(by=ann)
        assert search(ann, "secret") == [] and search(ann, "from:me") == []

    def test_edited_words_are_found_as_they_are(self, direct: Conversation, ann: User) -> None:
        direct.post(by=ann, body="secret plan").edit("open plan", by=ann)
        assert search(ann, "secret") == [] and search(ann, "open") == ["open plan"]

    def test_hidden_words_are_not_found_by_who_hid_them(
        self, direct: Conversation, ann: User, ben: User
    ) -> None:
        direct.post(by=ann, body="hide me").hide_from(ben)
        assert search(ben, "hide") == [] and search(ann, "hide") == ["hide me"]

    def test_a_cleared_history_is_not_found(
        self, direct: Conversation, ann: User, ben: User
    ) -> None:
        direct.post(by=ann, body="before")
        ConversationParticipant.objects.get(conversation=direct, user=ben).clear()
        direct.post(by=ann, body="before and after")
        assert search(ben, "before") == ["before and after"]
        assert len(search(ann, "before")) == 2

    def test_a_joiner_finds_only_what_they_see(
        self, group: Conversation, ann: User, dee: User
    ) -> None:
        group.change(by=ann, joiners_see="joining")
        group.post(by=ann, body="word before")
        group.add_participant(dee, by=ann)
        group.post(by=ann, body="word after")
        assert search(dee, "word") == ["word after"]

    def test_days_limit(self, direct: Conversation, ann: User) -> None:
        for days in (40, 20, 2):
            at = timezone.now() - timedelta(days=days)
            Message.objects.create(
                sender=ann, conversation=direct, message_body=f"{days} days", sent_at=at
            )
        middle = (timezone.now() - timedelta(days=30)).date()
        late = (timezone.now() - timedelta(days=10)).date()
        assert search(ann, f"days before:{middle}") == ["40 days"]
        assert search(ann, f"days after:{middle} before:{late}") == ["20 days"]
        assert search(ann, f"after:{late}") == ["2 days"]


def test_archived_conversations_are_searched_when_asked(
    direct: Conversation, ann: User, client: Client
) -> None:
    direct.post(by=ann, body="put away")
    ConversationParticipant.objects.get(conversation=direct, user=ann).archive()
    found = found_everywhere(ann, "away")
    assert bodies(found) == []
    client.force_login(ann)
    wider = next(s["url"] for s in found["suggestions"] if "archived" in s["url"])
    assert "put <mark>away</mark>" in client.get(wider).content.decode()


def test_a_hit_in_a_group_without_a_title_is_named_by_its_people(
    ann: User, ben: User, cy: User
) -> None:
    group = Conversation.objects.start_group(by=ann, people=[ben, cy])
    group.post(by=ann, body="untitled")
    name = found_everywhere(ann, "untitled")["hits"][0]["conversation_name"]
    assert "Ben" in name and "Cy" in name


def test_who_wrote_is_not_named_twice_where_the_talk_has_their_name(
    ann: User, ben: User, direct: Conversation, client: Client
) -> None:
    direct.post(by=ben, body="from Ben")
    direct.post(by=ann, body="from me")
    client.force_login(ann)
    for words in ("from Ben", "from me"):
        part = client.get("/search/", {"q": words}, headers={"HX-Request": "true"})
        assert part.content.decode().count(">Ben Okafor<") == 1


def test_files_and_reactions_are_found_by_kind(direct: Conversation, ann: User, ben: User) -> None:
    said = direct.post(by=ann, body="a picture")
    direct.post(by=ann, body="no picture").react("👍", by=ben)
    Attachment.objects.create(
        uploader=ann, message=said, kind="image", name="a.png", content_type="image/png", size=1
    )
    assert search(ann, "has:image") == search(ann, "has:photo picture") == ["a picture"]
    assert search(ann, "has:video picture") == []
    assert search(ann, "has:reaction") == ["no picture"]


def test_people_and_conversations_come_first(
    talk: None, group: Conversation, direct: Conversation, ann: User, ben: User
) -> None:
    found = found_everywhere(ann, "ben")
    assert [person.display_name for person in found["people"]] == ["Ben Okafor"]
    assert [row.id for row in found["conversations"]] == [direct.pk]
    assert [row.id for row in found_everywhere(ann, "gard")["conversations"]] == [group.pk]
    assert found_everywhere(ann, "ben has:link")["people"] == []


def test_the_rest_of_the_words_can_be_tried_without_filters(ann: User) -> None:
    urls = [s["url"] for s in found_everywhere(ann, "tea from:ben")["suggestions"]]
    assert reverse("chats:search", query={"q": "tea"}) in urls


def test_one_conversation_is_searched_alone(
    talk: None, direct: Conversation, ann: User, dee: User, client: Client
) -> None:
    place = direct.participant(ann)
    assert bodies(found_here(place, "driver")) == ["The ndiswrapper driver is broken"]
    address = reverse("chats:conversation_search", args=[direct.pk])
    client.force_login(ann)
    assert "<mark>driver</mark>" in client.get(address, {"q": "driver"}).content.decode()
    client.force_login(dee)
    assert client.get(address, {"q": "driver"}).status_code == 404


def test_what_is_found_is_escaped(direct: Conversation, ann: User, client: Client) -> None:
    direct.post(by=ann, body="<script>alert(1)</script> script")
    client.force_login(ann)
    page = client.get(reverse("chats:search"), {"q": "script"}).content.decode()
    assert "&lt;<mark>script</mark>&gt;" in page and "<script>alert" not in page


GARBAGE = [
    ":*",
    "'",
    "''':*",
    '"',
    "\\",
    "\\':*",
    "a\\",
    "& | !",
    "<->",
    "foo:*:*",
    "\0",
    "a\0b",
    "\ud800",
    "x" * 10_000,
    "x " * 5_000,
    "東" * 10_000,
    "from:" * 2_000,
    "from:' in:\\ has:: before:99999 after:-1",
    "%s %(q)s {0}",
    "a-b-c d'e f.g@h.i /x/y?z=1#2 ²½",
    "👍🏽 ‮ \u200b",
]


@pytest.mark.parametrize("q", GARBAGE, ids=range(len(GARBAGE)))
@pytest.mark.parametrize("before", ["", "x~y", f"9999999999999999999999~{uuid.UUID(int=7)}", "\0"])
def test_garbage_finds_nothing_and_breaks_nothing(
    direct: Conversation, ann: User, client: Client, q: str, before: str
) -> None:
    direct.post(by=ann, body="hello")
    client.force_login(ann)
    # As the bytes that a browser or an attacker would send.
    data: dict[str, str | bytes] = {"q": q.encode(errors="surrogatepass"), "before": before}
    for address in (
        reverse("chats:search"),
        reverse("chats:conversation_search", args=[direct.pk]),
    ):
        assert client.get(address, data).status_code == 200
        assert client.get(address, data, headers={"HX-Request": "true"}).status_code == 200


def test_a_search_costs_the_same_queries_whatever_is_found(
    group: Conversation, ann: User, client: Client
) -> None:
    client.force_login(ann)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("chats:search"), {"q": "word"}, headers={"HX-Request": "true"})
        return len(queries)

    group.post(by=ann, body="word")
    once = count()
    for n in range(19):
        other = Conversation.objects.create(title=f"word {n}")
        other.add_participant(ann)
        other.post(by=ann, body=f"word {n}")
    assert count() == once


def test_the_page_stands_alone(direct: Conversation, ann: User, client: Client) -> None:
    direct.post(by=ann, body="findable")
    client.force_login(ann)
    page = client.get(reverse("chats:search"), {"q": "findable"}).content.decode()
    assert "<html" in page and "<mark>findable</mark>" in page
    nothing = client.get(reverse("chats:search"), {"q": "xyzzy"}).content.decode()
    assert "Include archived conversations" in nothing


def test_days_are_those_of_the_person(settings: Any) -> None:
    settings.TIME_ZONE = "Asia/Tokyo"
    from chats.search.query import parse

    with timezone.override("Asia/Tokyo"):
        limit = parse("before:2026-01-02").before
    assert limit == datetime.fromisoformat("2026-01-02T00:00:00+09:00")


def test_a_word_is_looked_up_in_the_index(
    direct: Conversation, ann: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ["needle", *(f"hay {n}" for n in range(400))]
    Message.objects.bulk_create(
        Message(sender=ann, conversation=direct, message_body=word) for word in words
    )
    plans: list[str] = []
    run = hits._run

    def explained(sql: str, params: list[Any]) -> list[uuid.UUID]:
        if "found" in sql:
            with connection.cursor() as cursor:
                # Without statistics the planner would take any index for as good as another.
                cursor.execute("ANALYZE messages")
                cursor.execute("SET LOCAL enable_seqscan = off")
                cursor.execute("EXPLAIN " + sql, params)
                plans.extend(row[0] for row in cursor.fetchall())
        return run(sql, params)

    monkeypatch.setattr(hits, "_run", explained)
    assert search(ann, "needle") == ["needle"]
    assert any("Bitmap Index Scan on message_search" in line for line in plans)
