"""What hangs on the messages of a history: files, reactions, edits and deletions."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chats.importing import importer
from chats.models import (
    Attachment,
    Conversation,
    ConversationParticipant,
    Event,
    Message,
    Reaction,
    Revision,
    User,
)
from chats.models.message import posting
from chats.signals import recorded
from chats.tests.files import samples
from chats.tests.test_import_history import (
    SMALL,
    Run,
    bodies,
    conversation,
    everything,
    message,
    person,
    write,
)

__all__ = ["write"]

pytestmark = pytest.mark.django_db

LATER = "2008-04-27T05:00:00Z"


def reaction(id: str, to: str, by: str, emoji: str = "👍", **more: Any) -> dict[str, Any]:
    return {
        "type": "reaction",
        "id": id,
        "message": to,
        "person": by,
        "emoji": emoji,
        "at": LATER,
    } | more


def edit(id: str, of: str, body: str, **more: Any) -> dict[str, Any]:
    return {"type": "edit", "id": id, "message": of, "at": LATER, "body": body} | more


def deletion(id: str, of: str, **more: Any) -> dict[str, Any]:
    return {"type": "deletion", "id": id, "message": of, "at": LATER} | more


WHOLE = [
    *SMALL,
    reaction("r1", "m1", "p2"),
    reaction("r2", "m1", "p2", "🎉"),
    edit("e1", "m2", "which sound card?"),
    deletion("d1", "m3", person="p1"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep/photo.jpg").write_bytes(samples.photo())
    (folder / "notes.txt").write_bytes(b"milk, bread")
    (tmp_path / "secret.txt").write_bytes(b"not yours")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    return folder


def test_reactions_edits_and_deletions_come_in(write: Any) -> None:
    run = Run(write(*WHOLE))
    assert run.failure == "" and run.complaints == []
    assert "3 messages, 2 reactions, 1 edits and 1 deletions" in run.summary
    first, second, third = Message.objects.order_by("seq")
    assert [(pill.emoji, pill.names) for pill in first.reaction_summary] == [
        ("👍", ["Grace Brewster Hopper"]),
        ("🎉", ["Grace Brewster Hopper"]),
    ]
    assert first.reactions.first().reacted_at.isoformat() == "2008-04-27T05:00:00+00:00"
    assert (second.message_body, second.edited_at.hour) == ("which sound card?", 5)
    assert Revision.objects.get().message_body == "which card?"
    assert (third.is_deleted, third.deleted_by) == (True, third.sender)
    assert Conversation.objects.get().message_count == 2


def test_they_are_events_of_who_did_it_without_a_gap(write: Any) -> None:
    heard: list[tuple[int, str, object]] = []

    def listener(event: Event, **_: object) -> None:
        heard.append((event.seq, event.kind, event.actor_id))

    recorded.connect(listener)
    try:
        Run(write(*WHOLE))
    finally:
        recorded.disconnect(listener)
    una, grace = User.objects.order_by("pk")
    stored = list(Event.objects.order_by("seq").values_list("seq", "kind", "actor_id"))
    assert [seq for seq, *_ in stored] == list(range(1, 10))
    assert stored[5:] == [
        (6, "message.edited", grace.pk),
        (7, "reaction.added", grace.pk),
        (8, "reaction.added", grace.pk),
        (9, "message.deleted", una.pk),
    ]
    assert heard[-4:] == stored[5:]
    assert Event.objects.get(seq=9).at.hour == 5


def test_running_it_twice_changes_nothing(write: Any) -> None:
    file = write(*WHOLE)
    Run(file)
    before = everything()
    run = Run(file)
    assert run.failure == "" and f"Already here: {len(WHOLE)}" in run.summary
    assert everything() == before


def test_a_later_file_brings_what_happened_since(write: Any) -> None:
    Run(write(*SMALL))
    assert Run(write(*WHOLE)).failure == ""
    assert Reaction.objects.count() == 2 and Message.objects.get(is_deleted=True).reply_to is None
    assert all(place.unread == 0 for place in ConversationParticipant.objects.listed())


def test_a_reaction_taken_back_here_does_not_come_again(write: Any) -> None:
    Run(write(*WHOLE))
    grace = User.objects.get(first_name="Grace")
    Message.objects.get(message_body="my sound is gone").unreact("👍", by=grace)
    Run(write(*WHOLE))
    assert list(Reaction.objects.values_list("emoji", flat=True)) == ["🎉"]


def test_an_edit_may_say_what_stood_there_before(write: Any) -> None:
    Run(write(*SMALL, edit("e1", "m1", "my sound is gone", before="my mouse is gone")))
    assert bodies()[0] == "my sound is gone"
    assert Revision.objects.get().message_body == "my mouse is gone"


def test_what_was_deleted_here_gets_no_words_again(write: Any) -> None:
    Run(write(*SMALL))
    Message.objects.get(message_body="which card?").sender.erase()
    Run(write(*SMALL[:3], edit("e1", "m2", "words of the erased")))
    assert "words of the erased" not in bodies()
    assert not Revision.objects.exists()


def test_all_parts_of_a_long_message_are_deleted(write: Any) -> None:
    Run(write(*SMALL, message("m9", body="long " * 3000), deletion("d9", "m9")))
    assert Message.objects.filter(is_deleted=True).count() == 4
    assert Message.objects.filter(is_deleted=False).count() == 3


def test_a_long_message_is_not_edited_by_half(write: Any) -> None:
    run = Run(write(*SMALL, message("m9", body="long " * 3000), edit("e9", "m9", "short")))
    assert "its other words are left out" in run.complaints[0]
    assert "short" not in bodies()


def test_a_message_may_say_that_it_was_edited(write: Any) -> None:
    Run(write(*SMALL[:3], message("m1", edited_at=LATER)))
    assert Message.objects.get().edited_at.hour == 5
    assert not Revision.objects.exists()


def test_files_come_with_their_messages_as_uploads_do(write: Any, folder: Path) -> None:
    files = [{"path": "deep/photo.jpg", "name": "Holiday.png"}, {"path": "notes.txt"}]
    run = Run(
        write(
            *SMALL[:3],
            message("m1", body="look", attachments=files),
            message("m2", body="", attachments=files[1:]),
        ),
        files=str(folder),
    )
    assert run.failure == "" and "3 files" in run.summary
    look, alone = Message.objects.order_by("seq")
    photo, notes = look.attachments.order_by("pk")
    assert (photo.kind, photo.name, photo.width) == ("image", "Holiday.jpg", 60)
    assert samples.SECRET not in photo.file.read()
    assert (notes.kind, notes.name, notes.file.read()) == ("file", "notes.txt", b"milk, bread")
    assert (alone.kind, alone.message_body) == ("file", "notes.txt")
    assert photo.uploader == look.sender


def test_more_files_than_fit_one_message_become_several(
    write: Any, folder: Path, settings: Any
) -> None:
    settings.ATTACHMENTS_PER_MESSAGE = 2
    files = [{"path": "notes.txt", "name": f"{number}.txt"} for number in range(5)]
    Run(write(*SMALL[:3], message("m1", body="five", attachments=files)), files=str(folder))
    assert bodies() == ["five", "2.txt, 3.txt", "4.txt"]


@pytest.mark.parametrize(
    "path",
    ["gone.txt", "../secret.txt", "/etc/passwd", "link.txt", "deep", "a\\..\\b", "deep/../../x"],
)
def test_a_file_that_is_not_there_is_named_in_its_message(
    write: Any, folder: Path, path: str
) -> None:
    line = message("m1", body="", attachments=[{"path": path, "name": "plan.txt"}])
    run = Run(write(*SMALL[:3], line), files=str(folder))
    assert run.complaints == ["line 4: a file is not there"] and run.failure == ""
    assert bodies() == ["plan.txt"] and not Attachment.objects.exists()


def test_the_limits_of_uploads_hold(write: Any, folder: Path, settings: Any) -> None:
    settings.UPLOAD_LIMITS = settings.UPLOAD_LIMITS | {"file": 5, "video": 20}
    line = message("m1", body="read", attachments=[{"path": "notes.txt"}])
    run = Run(write(*SMALL[:3], line), files=str(folder))
    assert run.complaints[0].startswith("line 4: a file is not taken: This file has 11")
    assert bodies() == ["read"] and not Attachment.objects.exists()


def test_files_of_a_set_that_is_taken_back_are_removed(
    write: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def kept() -> int:
        return sum(1 for path in Path(default_storage.location).rglob("*") if path.is_file())

    def killed(*_: Any) -> None:
        raise KeyboardInterrupt

    before = kept()
    monkeypatch.setattr(posting, "_store", killed)
    line = message("m1", attachments=[{"path": "deep/photo.jpg"}])
    run = Run(write(*SMALL[:3], line), files=str(folder))
    assert run.failure.startswith("Stopped.")
    assert kept() == before and not Attachment.objects.exists()


def test_strict_takes_files_back_too(
    write: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importer, "LINES_PER_SET", 4)
    line = message("m1", attachments=[{"path": "deep/photo.jpg"}])
    run = Run(write(*SMALL[:3], line, b"broken"), files=str(folder), strict=True)
    assert "Nothing was written" in run.failure
    assert not any(everything().values())


BAD = {
    "no earlier line has the message m7": reaction("r", "m7", "p1"),
    "no earlier line has the person p7": reaction("r", "m1", "p7"),
    'emoji is ":+1:", not one emoji': reaction("r", "m1", "p1", ":+1:"),
    "body has 5,001 characters": edit("e", "m1", "x" * 5001),
    "attachments is not a list": message("m9", attachments=["x"]),
    "path is missing": message("m9", attachments=[{"name": "x"}]),
    "more than 100 attachments": message("m9", attachments=[{"path": "x"}] * 101),
    'kind is "ghost"': person("p9", kind="ghost"),
    'edited_at "soon" is not a time': message("m9", edited_at="soon"),
}


@pytest.mark.parametrize("reason", BAD)
def test_a_bad_line_is_reported_and_left_out(write: Any, reason: str) -> None:
    run = Run(write(*SMALL, BAD[reason]))
    assert run.complaints[0].startswith("line 7: ") and reason in run.complaints[0]
    assert len(bodies()) == 3 and not Reaction.objects.exists() and not Revision.objects.exists()


def test_what_hangs_on_a_message_that_the_core_refuses_is_refused_with_it(write: Any) -> None:
    Run(write(*SMALL))
    User.objects.filter(first_name="unperson").update(is_active=False)
    run = Run(write(*SMALL, message("n1", "p1"), reaction("r1", "n1", "p2")))
    assert run.complaints[1] == "line 8: its message was left out"
    assert not Reaction.objects.exists()


def test_a_bot_is_no_person(write: Any) -> None:
    Run(write(person("b1", "Deploys", kind="bot"), person("p1")))
    assert list(User.objects.order_by("pk").values_list("kind", flat=True)) == ["bot", "person"]


def test_a_dry_run_says_what_would_come_and_writes_nothing(write: Any, folder: Path) -> None:
    files = [{"path": "notes.txt"}, {"path": "gone.txt"}]
    file = write(*WHOLE, conversation("c2"), message("m9", attachments=files))
    run = Run(file, files=str(folder), dry_run=True)
    assert run.summary.startswith(
        "Would import 2 people, 2 conversations, 4 messages, 1 files, 2 reactions, 1 edits and "
        "1 deletions; nothing was written."
    )
    assert run.complaints == ["line 12: a file is not there"]
    assert not any(everything().values())


def test_a_dry_run_knows_what_is_here(write: Any) -> None:
    Run(write(*SMALL))
    before = everything()
    run = Run(write(*WHOLE, message("m1", body="other")), dry_run=True)
    assert "Would import 0 people, 0 conversations, 0 messages, 2 reactions" in run.summary
    assert "Already here: 6" in run.summary and run.failure == "1 bad lines would be left out."
    assert everything() == before


def test_a_set_of_changes_costs_the_same_statements_whatever_its_size(write: Any) -> None:
    def count(name: str, amount: int) -> int:
        lines = [
            line
            for n in range(amount)
            for line in (
                message(f"{name}{n}", f"p{n % 2 + 1}"),
                reaction(f"{name}r{n}", f"{name}{n}", f"p{n % 2 + 1}"),
                edit(f"{name}e{n}", f"{name}{n}", "changed"),
                deletion(f"{name}d{n}", f"{name}{n}"),
            )
        ]
        file = write(*lines)
        with CaptureQueriesContext(connection) as queries:
            assert Run(file).failure == ""
        return len(queries)

    Run(write(*SMALL))
    assert count("few", 2) == count("many", 80)
