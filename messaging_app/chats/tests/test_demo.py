"""The demo brings people with conversations that show what there is, once."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from chats.demo import cast, props, stage
from chats.demo.groups import GROUPS, KITCHEN
from chats.demo.talks import TALKS
from chats.models import Conversation, ConversationParticipant, Event, Message, User
from chats.rows import Row

pytestmark = pytest.mark.django_db


@pytest.fixture
def small_props(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(props, "SIZE", (60, 40))
    monkeypatch.setattr(props, "RATE", 100)


@pytest.fixture
def ann(small_props: None) -> User:
    """Ann, after the demo was played."""
    call_command("demo", stdout=StringIO())
    return cast.find()["ann"]


def rows(user: User) -> dict[str, Row]:
    places = ConversationParticipant.objects.of(user).listed().in_order()
    return {row.name: row for row in map(Row.of, places)}


def test_it_shows_what_a_list_can_show(ann: User) -> None:
    seen = rows(ann)
    unread = {name: row.unread for name, row in seen.items() if row.unread}
    assert unread == {
        "Kitchen and garden": 300,
        "Year 9 parents": 6,
        "Ubuntu help": 2,
        "Maria-Magdalena Wolkenstein-Rodríguez de la Fuente": 2,
        "Tom Achterberg": 1,
    }
    assert list(seen)[:2] == ["Ubuntu help", "Ines Carvalho"]
    assert seen["Kitchen and garden"].muted and seen["Year 9 parents"].mentioned
    assert seen["Olu Adeyemi"].draft and seen["Yuki Tanabe"].archived
    assert (seen["Ines Carvalho"].tick, seen["Ben Okafor"].tick) == ("read", "read")
    assert seen["Tom Achterberg"].icon == "mic"
    assert seen["Jo"].who == ""


def test_ann_and_ben_have_talked_and_both_see_it(ann: User) -> None:
    ben = User.objects.get(email="ben@demo.example")
    direct = Conversation.objects.get(kind="direct", participants=ben)
    assert direct.is_participant(ann) and direct.message_count >= 12
    assert direct.messages.exclude(edited_at=None).exists()
    assert direct.messages.filter(reactions__isnull=False).exists()
    assert direct.messages.filter(attachments__kind="image").exists()
    assert rows(ben)["Ann Lindqvist"].unread == 0


def test_what_it_says_obeys_the_rules(ann: User) -> None:
    for conversation in Conversation.objects.all():
        numbers = list(conversation.events.order_by("seq").values_list("seq", flat=True))
        assert numbers == list(range(1, conversation.last_seq + 1))
        times = list(conversation.messages.order_by("seq").values_list("sent_at", flat=True))
        assert times == sorted(times)
        assert conversation.message_count == conversation.get_message_count()
    assert Message.objects.filter(is_deleted=True).count() == 1
    assert Event.objects.filter(kind="reaction.added").exists()


def test_nobody_has_a_password(ann: User) -> None:
    people = User.objects.filter(email__endswith=cast.ENDING)
    assert people.count() == len(cast.CAST)
    assert not any(person.has_usable_password() for person in people)


def test_the_second_time_it_does_nothing(ann: User) -> None:
    before = (User.objects.count(), Event.objects.count())
    out = StringIO()
    call_command("demo", stdout=out)
    assert "here already" in out.getvalue()
    assert (User.objects.count(), Event.objects.count()) == before


def test_interrupted_it_leaves_nothing(small_props: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(self: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(stage.Performance, "_arrange", interrupted)
        with pytest.raises(KeyboardInterrupt):
            call_command("demo")
    assert not User.objects.exists()
    call_command("demo", stdout=StringIO())
    assert len(rows(User.objects.get(email="ann@demo.example"))) == len(TALKS) + len(GROUPS)


def test_ann_takes_part_in_a_corpus(ann: User, tmp_path: Path) -> None:
    file = tmp_path / "talk.jsonl"
    file.write_text(
        '{"type": "person", "id": "p", "name": "ndis"}\n'
        '{"type": "conversation", "id": "c", "kind": "group", "title": "#ubuntu"}\n'
        '{"type": "message", "id": "m", "conversation": "c", "sender": "p",'
        ' "at": "2008-04-27T04:46:00Z", "body": "hello"}\n'
        "nonsense\n"
    )
    for _ in range(2):
        err = StringIO()
        with pytest.raises(CommandError):
            call_command("demo", corpus=str(file), stdout=StringIO(), stderr=err)
        assert "line 4" in err.getvalue()
    assert Conversation.objects.get(title="#ubuntu").participant_count == 2
    assert rows(ann)["#ubuntu"].unread == 0


def test_the_garden_repeats_nothing() -> None:
    said = [line.text for line in KITCHEN.lines]
    assert len(set(said)) == len(said) == 301


def test_every_prop_can_be_made(small_props: None) -> None:
    assert all(props.prop(name).size for name in (*props.LANDSCAPES, *props.SOUNDS))
    used = {line.file for scene in (*TALKS, *GROUPS) for line in scene.lines if line.file}
    assert used <= {*props.LANDSCAPES, *props.SOUNDS}
