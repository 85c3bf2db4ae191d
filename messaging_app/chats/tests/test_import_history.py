"""History comes in from JSON lines, once, through the one way in."""

import gzip
import io
import json
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chats.importing import importer
from chats.models import (
    Attachment,
    Conversation,
    ConversationParticipant,
    Event,
    Imported,
    Message,
    Reaction,
    Revision,
    User,
)
from chats.models.message import posting

AT = "2008-04-27T04:46:00Z"


def person(id: str, name: str = "", **more: Any) -> dict[str, Any]:
    return {"type": "person", "id": id, "name": name or id, "email": None} | more


def conversation(id: str, **more: Any) -> dict[str, Any]:
    return {"type": "conversation", "id": id, "kind": "group", "title": f"#{id}"} | more


def message(id: str, sender: str = "p1", body: Any = "hello", **more: Any) -> dict[str, Any]:
    return {
        "type": "message",
        "id": id,
        "conversation": "c1",
        "sender": sender,
        "at": AT,
        "body": body,
    } | more


SMALL = [
    person("p1", "unperson"),
    person("p2", "Grace  Brewster Hopper"),
    conversation("c1"),
    message("m1", "p1", "my sound is gone", at="2008-04-27T04:46:00+02:00"),
    message("m2", "p2", "which card?", reply_to="m1", at="2008-04-27T04:47:00Z"),
    message("m3", "p1", "an old one", at="2008-04-27T04:48:00Z"),
]


class Run:
    """One run of the command: its words, and how it left."""

    def __init__(self, file: Path | str, **options: Any) -> None:
        out, err = io.StringIO(), io.StringIO()
        self.failure = ""
        try:
            call_command("import_history", str(file), stdout=out, stderr=err, **options)
        except CommandError as error:
            self.failure = str(error)
        self.summary, self.complaints = out.getvalue(), err.getvalue().splitlines()


@pytest.fixture
def write(tmp_path: Path) -> Any:
    def write(*lines: dict[str, Any] | bytes, name: str = "talk.jsonl") -> Path:
        file = tmp_path / name
        content = [x if isinstance(x, bytes) else json.dumps(x).encode() for x in lines]
        file.write_bytes(b"".join(line + b"\n" for line in content))
        return file

    return write


def everything() -> dict[str, list[Any]]:
    """All rows that an import could touch."""
    touched = (
        *(User, Conversation, ConversationParticipant, Message, Event, Imported),
        *(Reaction, Revision, Attachment),
    )
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in touched}


def bodies() -> list[str]:
    return list(Message.objects.order_by("seq").values_list("message_body", flat=True))


@pytest.mark.django_db
def test_people_conversations_and_messages_come_in(write: Any) -> None:
    run = Run(write(*SMALL))
    assert run.failure == "" and run.complaints == []
    assert "2 people, 1 conversations and 3 messages" in run.summary
    group = Conversation.objects.get()
    assert (group.kind, group.title, group.message_count, group.participant_count) == (
        "group",
        "#c1",
        3,
        2,
    )
    first, second, third = group.messages.order_by("seq")
    assert first.sent_at.isoformat() == "2008-04-27T02:46:00+00:00"
    assert (second.reply_to, second.sender.last_name) == (first, "Brewster Hopper")
    assert group.last_message_at == third.sent_at


@pytest.mark.django_db
def test_who_speaks_joins_right_before_their_first_words(write: Any) -> None:
    Run(write(*SMALL))
    kinds = list(Event.objects.order_by("seq").values_list("seq", "kind"))
    assert kinds == [
        (1, "participant.joined"),
        (2, "message.created"),
        (3, "participant.joined"),
        (4, "message.created"),
        (5, "message.created"),
    ]
    assert Conversation.objects.get().last_seq == 5
    joined = ConversationParticipant.objects.get(user__first_name="Grace")
    assert (joined.joined_seq, joined.joined_at.minute) == (2, 47)


@pytest.mark.django_db
def test_a_name_of_one_word_gets_the_label_as_last_name(write: Any) -> None:
    Run(write(person("a", "una"), person("b", "duo", label="(IRC)"), person("c", "tri angle")))
    assert set(User.objects.values_list("first_name", "last_name")) == {
        ("una", "(imported)"),
        ("duo", "(IRC)"),
        ("tri", "angle"),
    }


@pytest.mark.django_db
def test_an_imported_person_cannot_sign_in_and_gets_no_mail(write: Any) -> None:
    Run(write(person("a"), person("b", email="Bea@Rapport.example")))
    made, with_email = User.objects.order_by("pk")
    assert made.email.endswith("@imported.invalid") and not made.has_usable_password()
    assert with_email.email == "Bea@Rapport.example" and not with_email.has_usable_password()
    assert {made.role, with_email.role} == {"guest"}


@pytest.mark.django_db
def test_who_is_here_already_is_found_by_e_mail(write: Any, ann: User) -> None:
    Run(
        write(
            person("a", "Ann L", email="ANN@rapport.example"), conversation("c1"), message("m", "a")
        )
    )
    assert list(User.objects.all()) == [ann]
    assert Message.objects.get().sender == ann
    ann.refresh_from_db()
    assert ann.last_name == "Lindqvist" and ann.has_usable_password()


@pytest.mark.django_db
def test_running_it_twice_changes_nothing(write: Any) -> None:
    file = write(*SMALL)
    Run(file)
    before = everything()
    run = Run(file)
    assert run.failure == "" and "Already here: 6" in run.summary
    assert everything() == before


@pytest.mark.django_db
def test_the_same_ids_of_another_source_are_other_records(write: Any) -> None:
    file = write(*SMALL)
    Run(file)
    Run(file, source="elsewhere")
    assert Message.objects.count() == 6 and User.objects.count() == 4


@pytest.mark.django_db
def test_the_source_is_the_name_without_endings(write: Any) -> None:
    Run(write(person("a"), name="old chat.jsonl"))
    assert Imported.objects.get().source == "old chat"


@pytest.mark.django_db
def test_the_same_id_with_other_content_is_reported_and_kept(write: Any) -> None:
    Run(write(*SMALL))
    run = Run(write(*SMALL[:3], message("m1", "p1", "not what I said"), message("m4", "p1", "new")))
    assert run.complaints == [
        "line 4: message m1 was imported before with other content; kept as it was"
    ]
    assert "1 bad" in run.failure
    assert bodies() == ["my sound is gone", "which card?", "an old one", "new"]


@pytest.mark.django_db
def test_everybody_has_read_what_was_brought_in(write: Any) -> None:
    Run(write(person("p1"), person("p2"), conversation("c1", participants=["p1", "p2"])))
    Run(write(*[message(f"m{i}", f"p{i % 2 + 1}", str(i)) for i in range(9)]))
    assert Message.objects.count() == 9
    for place in ConversationParticipant.objects.all():
        listed = ConversationParticipant.objects.of(place.user).listed().get()
        assert (listed.unread, place.last_read_seq) == (0, place.conversation.last_seq)


@pytest.mark.django_db
def test_what_was_unread_before_stays_unread(write: Any, ann: User, ben: User) -> None:
    people = [person("a", email=ann.email), person("b", email=ben.email)]
    direct = conversation("c1", kind="direct", participants=["a", "b"], title="")
    Run(write(*people, direct))
    talk = Conversation.objects.get()
    talk.post(by=ann, body="live, and not read by Ben")
    Run(write(*people, direct, message("m1", "a", "old"), message("m2", "b", "older")))
    unread = {p.user_id: p.unread for p in ConversationParticipant.objects.listed()}
    assert unread[ann.pk] == 0
    assert unread[ben.pk] > 0


@pytest.mark.django_db
def test_a_direct_conversation_is_the_one_the_two_have(
    write: Any, direct: Conversation, ann: User, ben: User
) -> None:
    people = [person("a", email=ann.email), person("b", email=ben.email), person("x")]
    run = Run(
        write(
            *people,
            conversation("c1", kind="direct", participants=["a", "b"]),
            message("m1", "a", "from before"),
            message("m2", "x", "not mine to join"),
        )
    )
    assert Conversation.objects.get() == direct
    assert bodies() == ["from before"]
    assert run.complaints[0].startswith("line 6: A direct conversation has exactly two people")


@pytest.mark.django_db
def test_an_import_mentions_nobody(write: Any) -> None:
    Run(write(*SMALL, message("m9", "p1", "@Grace are you there")))
    assert Message.objects.get(message_body__startswith="@").mentions == []


@pytest.mark.django_db
def test_a_long_body_is_split_into_numbered_parts_and_nothing_is_lost(write: Any) -> None:
    body = "\n".join(f"{i} " + "long and longer " * 20 for i in range(40))
    run = Run(write(*SMALL[:3], message("m1", body=body), message("m2", body="so", reply_to="m1")))
    assert run.failure == ""
    *parts, answer = Message.objects.order_by("seq")
    assert [part.message_body[:6] for part in parts] == ["(1/3) ", "(2/3) ", "(3/3) "]
    assert "".join(part.message_body[6:] for part in parts) == body
    assert all(len(part.message_body) <= 5000 for part in parts)
    assert answer.reply_to == parts[0]
    assert [part.sent_at for part in parts] == sorted({part.sent_at for part in parts})


@pytest.mark.django_db
@pytest.mark.parametrize("reply_to", ["m9", "nobody ever said this", "elsewhere"])
def test_a_reply_to_no_earlier_message_comes_in_without_it(write: Any, reply_to: str) -> None:
    lines = [
        *SMALL[:3],
        conversation("c2"),
        message("elsewhere", conversation="c2"),
        message("m1", body="answer", reply_to=reply_to),
        message("m9", body="what it answers"),
    ]
    run = Run(write(*lines))
    assert run.failure == "" and "Taken in part: 1" in run.summary
    assert run.complaints == [
        "line 6: reply_to is no earlier message of this conversation; taken without it"
    ]
    assert Message.objects.get(message_body="answer").reply_to is None


BAD = {
    b"no json": "not JSON",
    b"[1, 2]": "not a JSON object",
    b"[" * 100_000: "not JSON",
    b'{"type": "person", "id": "\xff"}': "not UTF-8 at byte 27",
    b'{"type": "poll", "id": "x"}': 'type is "poll"',
    b'{"id": "x"}': "type is null",
    b'{"type": "person", "id": "x"}': "name is missing",
    b'{"type": "person", "id": 5, "name": "x"}': "id is 5, not text",
    b'{"type": "person", "id": "x", "name": "  "}': "name is empty",
    b'{"type": "person", "id": "x", "name": "a\\u0000b"}': "name contains characters",
    b'{"type": "person", "id": "x", "name": "x", "email": "not one"}': "email",
    json.dumps(person("x", "n" * 151)).encode(): "name: a first or last name",
    json.dumps(person("i" * 256, "n")).encode(): "id has 256 characters",
    json.dumps(conversation("x", kind="party")).encode(): 'kind is "party"',
    json.dumps(conversation("x", kind="direct")).encode(): "a direct conversation names",
    json.dumps(conversation("x", participants="p1")).encode(): "participants is not a list",
    json.dumps(conversation("x", participants=[["p1"]])).encode(): "a participant is",
    json.dumps(conversation("x", title="t" * 256)).encode(): "title has 256 characters",
    json.dumps(message("x", body="")).encode(): "body is empty",
    json.dumps(message("x", body="\u200b\n")).encode(): "body is empty",
    json.dumps(message("x", body="\ud800")).encode(): "body contains characters",
    json.dumps(message("x", body="a\0b")).encode(): "body contains characters",
    json.dumps(message("x", body=["a"])).encode(): 'body is ["a"], not text',
    json.dumps(message("x", at="2008-04-27T04:46:00")).encode(): "has no time zone",
    json.dumps(message("x", at="yesterday")).encode(): "is not a time",
    json.dumps(message("x", at="0001-01-01T00:00:00+23:00")).encode(): "is not a time",
    json.dumps(message("x", at="9998-01-01T00:00:00Z")).encode(): "in the future",
    json.dumps(message("x", at=1209271560)).encode(): "at is 1209271560, not text",
    json.dumps(message("x", sender="p7")).encode(): "no earlier line has the person p7",
    json.dumps(message("x", conversation="c7")).encode(): "no earlier line has the conversation c7",
    json.dumps(message("x", body="x" * 5_000_000)).encode(): "longer than 4,194,304 bytes",
}


@pytest.mark.django_db
@pytest.mark.parametrize("line", BAD, ids=lambda line: BAD[line][:30])
def test_a_bad_line_is_reported_and_left_out(write: Any, line: bytes) -> None:
    run = Run(write(*SMALL[:4], line, *SMALL[4:]))
    assert len(run.complaints) == 1
    assert run.complaints[0].startswith("line 5: ") and BAD[line] in run.complaints[0]
    assert run.failure == "1 bad lines were left out." and "Left out: 1" in run.summary
    assert bodies() == ["my sound is gone", "which card?", "an old one"]


@pytest.mark.django_db
@pytest.mark.parametrize("line", [*list(BAD)[:3], json.dumps(message("x", reply_to="y")).encode()])
def test_strict_stops_with_nothing_written(
    write: Any, line: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importer, "LINES_PER_SET", 2)
    run = Run(write(*SMALL, line), strict=True)
    assert run.failure.startswith("line 7: ") and run.failure.endswith("Nothing was written.")
    assert not any(everything().values())


@pytest.mark.django_db
def test_strict_takes_a_good_file_whole(write: Any) -> None:
    assert Run(write(*SMALL), strict=True).failure == ""
    assert len(bodies()) == 3


@pytest.mark.django_db
def test_what_the_core_refuses_is_left_out_and_its_answers_lose_their_reply(write: Any) -> None:
    Run(write(*SMALL))
    User.objects.filter(first_name="unperson").update(is_active=False)
    run = Run(
        write(message("n1", "p1"), message("n2", "p2", "ok", reply_to="n1"), name="talk.jsonl")
    )
    assert [line.split(": ")[0] for line in run.complaints] == ["line 1", "line 2"]
    assert bodies()[3:] == ["ok"]
    assert not Imported.objects.filter(external_id="n1").exists()


@pytest.mark.django_db
def test_blank_lines_and_a_byte_order_mark_are_no_lines(write: Any) -> None:
    run = Run(write(b"\xef\xbb\xbf" + json.dumps(SMALL[0]).encode(), b"", b"  \r", *SMALL[1:]))
    assert run.complaints == [] and len(bodies()) == 3


@pytest.mark.django_db
def test_gzip_is_read_by_its_content(write: Any) -> None:
    file = write(*SMALL, name="talk")
    file.write_bytes(gzip.compress(file.read_bytes()))
    assert Run(file).failure == ""
    assert len(bodies()) == 3


@pytest.mark.django_db
@pytest.mark.parametrize("strict", [False, True])
def test_a_file_that_breaks_off_gives_what_it_has(write: Any, strict: bool) -> None:
    file = write(*SMALL, *[message(f"n{i}", body=f"{i}" * 40) for i in range(5000)])
    whole = gzip.compress(file.read_bytes())
    file.write_bytes(whole[: len(whole) // 2])
    run = Run(file, strict=strict)
    assert "the file breaks off here" in run.complaints[-1] and run.failure
    assert (len(bodies()) > 100) is not strict


@pytest.mark.django_db
def test_standard_input_is_read(write: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    content = write(*SMALL).read_bytes()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))
    assert Run("-", source="pipe").failure == ""
    assert len(bodies()) == 3


def test_a_file_that_is_not_there_is_one_clear_line(db: None, tmp_path: Path) -> None:
    assert Run(tmp_path / "none.jsonl").failure.endswith("No such file or directory.")
    assert Run(tmp_path).failure.endswith("Is a directory.")


@pytest.mark.django_db
def test_killed_in_the_middle_and_run_again_it_completes(
    write: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importer, "LINES_PER_SET", 2)
    store, calls = posting._store, []

    def killed(*args: Any) -> None:
        store(*args)
        calls.append(args)
        if len(calls) == 2:
            raise KeyboardInterrupt

    file = write(*SMALL)
    with monkeypatch.context() as patch:
        patch.setattr(posting, "_store", killed)
        assert Run(file).failure == "Stopped. Run it again to go on."
    assert len(bodies()) == 1
    assert Run(file).failure == ""
    assert bodies() == ["my sound is gone", "which card?", "an old one"]
    numbers = list(Event.objects.order_by("seq").values_list("seq", flat=True))
    assert numbers == list(range(1, 6))


@pytest.mark.django_db
def test_the_same_source_is_not_imported_twice_at_once(write: Any) -> None:
    with connect(connection) as other:
        other.execute("SELECT pg_advisory_lock(hashtext('import talk'))")
        assert Run(write(*SMALL)).failure == "Another import of talk is running."
        assert bodies() == []
        assert Run(write(*SMALL), source="another").failure == ""
    assert Run(write(*SMALL)).failure == ""


def connect(to: Any) -> psycopg.Connection:
    """Another session of the same database."""
    names = {"NAME": "dbname", "USER": "user", "HOST": "host", "PORT": "port"}
    asked = {names[key]: to.settings_dict[key] for key in names if to.settings_dict[key]}
    return psycopg.connect(**asked, password=to.settings_dict["PASSWORD"] or None, autocommit=True)


@pytest.mark.django_db
def test_a_set_costs_the_same_statements_whatever_its_size(write: Any) -> None:
    def count(name: str, amount: int) -> int:
        lines = [message(f"{name}{i}", f"p{i % 2 + 1}", reply_to="m1") for i in range(amount)]
        file = write(*lines, name="talk.jsonl")
        with CaptureQueriesContext(connection) as queries:
            assert Run(file).failure == ""
        return len(queries)

    Run(write(*SMALL))
    assert count("few", 4) == count("many", 400)
