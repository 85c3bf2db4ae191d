"""WhatsApp's export of a chat, written by hand as phones write it."""

from pathlib import Path
from typing import Any

import pytest

from chats.models import Conversation, Imported, Message, User
from chats.tests.files import samples
from chats.tests.test_import_history import everything
from imports.tests.packing import Brought, packed, unpacked
from imports.whatsapp.heads import head_of
from imports.whatsapp.words import Words, words_of

pytestmark = pytest.mark.django_db

ANDROID = """\
14/11/2023, 22:10 - Messages and calls are end-to-end encrypted. Tap to learn more.
14/11/2023, 22:11 - Ann created group "Garden"
14/11/2023, 22:13 - Ann: *Hello* all,
second line: still mine

after a blank one
14/11/2023, 22:14 - Ben Okafor: <Media omitted>
14/11/2023, 22:14 - Ben Okafor: IMG-20231114-WA0001.jpg (file attached)
our garden
14/11/2023, 22:15 - +49 170 1234567: ok
14/11/2023, 22:15 - +49 170 1234567: ok
14/11/2023, 22:16 - Ann: This message was deleted
15/11/2023, 09:00 - Ann: Monday <This message was edited>
"""
IPHONE = "\r\n".join(
    (
        "[14.11.23, 22:13:20] Ben: \u200eNachrichten sind Ende-zu-Ende-verschlüsselt.",
        "[14.11.23, 22:13:21] Ben: Hallo \u2068Ann\u2069",
        "\u200e[14.11.23, 22:13:22] Ann L: \u200e<Anhang: 00000003-PHOTO.jpg>",
        "\u200e[14.11.23, 22:13:23] Ann L: schau mal \u200e<Anhang: 00000004-AUDIO.opus>",
        "\u200e[14.11.23, 22:13:24] Ben: \u200eBild weggelassen",
        "\u200e[14.11.23, 22:13:25] Ben: \u200eVerpasster Sprachanruf",
        "[14.11.23, 22:13:26] Ben: Dienstag \u200e<Diese Nachricht wurde bearbeitet>",
        "\u200e[14.11.23, 22:13:27] Ben: \u200eDu hast diese Nachricht gelöscht.",
        "\u200e[14.11.23, 22:13:28] Ben: \u200eUMFRAGE:",
        "Wann?",
        "\u200eOPTION: Jetzt (1 Stimme)",
        "",
    )
)


@pytest.fixture
def garden(tmp_path: Path) -> Path:
    files = {"WhatsApp Chat with Garden.txt": ANDROID, "IMG-20231114-WA0001.jpg": samples.photo()}
    return packed(tmp_path / "WhatsApp Chat with Garden.zip", files)


@pytest.fixture
def ben(tmp_path: Path) -> Path:
    files = {"_chat.txt": IPHONE, "00000003-PHOTO.jpg": samples.photo()}
    return packed(tmp_path / "WhatsApp Chat - Ben.zip", files)


def words() -> list[str]:
    return list(Message.objects.order_by("seq").values_list("message_body", flat=True))


def test_a_group_of_an_android_phone_comes(garden: Path) -> None:
    run = Brought("whatsapp", garden, "--time-zone", "Europe/Berlin")
    assert run.failure == ""
    assert run.summary.startswith(
        "Imported 3 people, 1 conversations, 7 messages, 1 files and 1 deletions"
    )
    group = Conversation.objects.get()
    assert (group.kind, group.title, group.participant_count) == ("group", "Garden", 3)
    assert words() == [
        "**Hello** all,\nsecond line: still mine\n\nafter a blank one",
        "Media omitted",
        "our garden",
        "ok",
        "ok",
        "(deleted)",
        "Monday",
    ]
    hello, __, photo, *_, deleted, monday = Message.objects.order_by("seq")
    assert hello.sent_at.isoformat() == "2023-11-14T21:13:00+00:00"
    assert photo.attachments.get().kind == "image"
    assert deleted.is_deleted and monday.edited_at == monday.sent_at
    assert User.objects.get(first_name="Ben").last_name == "Okafor"
    assert run.lost == {"a notice or a call": 2, "a file that was not chosen for the export": 1}


def test_a_chat_of_two_of_an_iphone_comes(ben: Path) -> None:
    run = Brought("whatsapp", ben)
    assert run.failure == ""
    direct = Conversation.objects.get()
    assert (direct.kind, direct.participant_count) == ("direct", 2)
    assert words() == [
        "Hallo Ann",
        "00000003-PHOTO.jpg",
        "schau mal",
        "Bild weggelassen",
        "Dienstag",
        "(deleted)",
        "UMFRAGE:\nWann?\nOPTION: Jetzt (1 Stimme)",
    ]
    assert run.lost == {
        "a notice or a call": 2,
        "a file that was not chosen for the export": 1,
        "a file is not there": 1,
    }


def test_the_second_run_changes_nothing_and_a_later_export_adds(
    garden: Path, tmp_path: Path
) -> None:
    Brought("whatsapp", garden)
    before = everything()
    assert "Imported 0 people" in Brought("whatsapp", garden).summary
    assert everything() == before
    later = tmp_path / "WhatsApp Chat with Garden.txt"
    later.write_text(ANDROID + "16/11/2023, 08:00 - Cy: new here\n")
    run = Brought("whatsapp", later)
    assert "Imported 1 people, 0 conversations and 1 messages" in run.summary
    assert words()[-1] == "new here" and Conversation.objects.get().participant_count == 4


def test_who_is_the_same_in_two_chats_is_one_person(garden: Path, tmp_path: Path) -> None:
    Brought("whatsapp", garden)
    other = tmp_path / "WhatsApp Chat with Ben Okafor.txt"
    other.write_text("14/11/2023, 22:13 - Ann: hi\n14/11/2023, 22:14 - Ben Okafor: hello\n")
    Brought("whatsapp", other)
    assert User.objects.count() == 3
    direct = Conversation.objects.get(kind="direct")
    assert direct.messages.count() == 2


def test_no_id_gives_away_a_name(ben: Path) -> None:
    Brought("whatsapp", ben)
    ids = " ".join(Imported.objects.values_list("external_id", flat=True))
    assert "Ann" not in ids and "Ben" not in ids


def test_a_dry_run_writes_nothing(garden: Path) -> None:
    run = Brought("whatsapp", garden, "--dry-run")
    assert run.summary.startswith("Would import 3 people, 1 conversations, 7 messages, 1 files")
    assert not any(everything().values())


def test_an_uncertain_order_of_dates_is_said_and_can_be_told(tmp_path: Path) -> None:
    chat = tmp_path / "chat.txt"
    chat.write_text("5/6/2023, 10:00 - Ann: hi\n5/6/2023, 10:01 - Ben: hello\n")
    reason = "a date that may be day or month first, taken as dmy; --dates says which"
    assert Brought("whatsapp", chat, "--dry-run").lost == {reason: 2}
    assert Brought("whatsapp", chat, "--dates", "mdy").lost == {}
    assert [message.sent_at.month for message in Message.objects.all()] == [5, 5]


def test_title_and_kind_can_be_told(tmp_path: Path) -> None:
    chat = tmp_path / "_chat.txt"
    chat.write_text("14/11/2023, 22:13 - Ann: are you there?\n")
    run = Brought("whatsapp", chat, "--title", "Ben", "--kind", "direct")
    assert run.failure == ""
    assert set(Conversation.objects.get(kind="direct").participants.values_list("first_name")) == {
        ("Ann",),
        ("Ben",),
    }
    three = tmp_path / "x.txt"
    three.write_text("".join(f"14/11/2023, 22:13 - {name}: x\n" for name in ("A", "B", "C")))
    assert "3 people speak in x.txt" in Brought("whatsapp", three, "--kind", "direct").failure


FILES = ("plan.pdf", "00000003-PHOTO.jpg")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("plan.pdf (fichier joint)\nregarde", Words("regarde", file="plan.pdf")),
        ("other.pdf (archivo adjunto)", Words("", file="other.pdf")),
        ("see plan.md (it is old)", Words("see plan.md (it is old)")),
        ("IMG-20231114-WA0001.jpg (???)", Words("", file="IMG-20231114-WA0001.jpg")),
        ("../secret.txt (file attached)", Words("../secret.txt (file attached)")),
        ("\u200e<attached: ../../x.jpg>", Words("<attached: ../../x.jpg>", is_notice=True)),
        ("<adjunto: 00000003-PHOTO.jpg>", Words("", file="00000003-PHOTO.jpg")),
        ("<note: a.b>", Words("<note: a.b>")),
        ("\u200eimage omitted", Words("image omitted", is_omitted=True)),
        ("plan.pdf • 3 pages \u200edocument omitted", Words("plan.pdf • 3 pages", is_omitted=True)),
        ("<Medien ausgeschlossen>\nseht", Words("seht", is_omitted=True)),
        ("image omitted", Words("image omitted")),
        ("\u200eAnn added you", Words("Ann added you", is_notice=True)),
        ("\u200eLocation: https://maps.example/1", Words("Location: https://maps.example/1")),
        ("Se eliminó este mensaje.", Words("", is_deleted=True)),
        ("say: This message was deleted", Words("say: This message was deleted")),
        ("x <Se editó este mensaje.>", Words("x", is_edited=True)),
        ("1 < 2 > 0", Words("1 < 2 > 0")),
        ("~no~ *yes* `*code*`", Words("~~no~~ **yes** `*code*`")),
        ("a\0b\ud800", Words("a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}")),
    ],
)
def test_words_files_and_what_whatsapp_says_are_told_apart(text: str, wanted: Words) -> None:
    assert words_of(text, FILES) == wanted


@pytest.mark.parametrize("char", [" ", "<", "*", "`", "~", "<a:", "\u200e", "(a.b", "\\"])
def test_long_runs_of_marks_take_no_long_time(char: str) -> None:
    text = f"14/11/2023 {char * 200_000}x"
    assert words_of(text, FILES).body and head_of(text) is None


BROKEN: dict[str, Any] = {
    "_chat.txt is empty": "",
    "_chat.txt is no chat of WhatsApp: line 1 has no date": "Dear diary\n",
    "_chat.txt is not written in UTF-8": "14/11/2023, 22:13 - Jörg: x\n".encode("latin-1"),
    "_chat.txt is no chat of WhatsApp": "14/11/2023, 22:13 - Ann: x\n".encode("utf-16-le"),
    "no one order": "13/1/2023, 22:13 - Ann: x\n1/14/2023, 22:13 - Ann: x\n",
    "line 2 of _chat.txt has a date that is none": (
        "13/1/2023, 22:13 - Ann: x\n31/2/2023, 22:13 - Ann: x\n"
    ),
    "line 2 of _chat.txt is too long": "13/1/2023, 22:13 - Ann: x\n" + "x" * 1_100_000,
    "the message in line 1 of _chat.txt has no end": (
        "13/1/2023, 22:13 - Ann: x\n" + ("x" * 1000 + "\n") * 1100
    ),
}


@pytest.mark.parametrize("complaint", BROKEN)
def test_a_broken_export_is_refused_with_nothing_written(tmp_path: Path, complaint: str) -> None:
    run = Brought("whatsapp", packed(tmp_path / "x.zip", {"_chat.txt": BROKEN[complaint]}))
    assert complaint in run.failure and run.failure.endswith("Nothing was written.")
    assert not any(everything().values())


@pytest.mark.parametrize("files", [{"a.jpg": "x"}, {"a.txt": "x", "b.txt": "y"}])
def test_another_archive_is_none(tmp_path: Path, files: dict[str, Any]) -> None:
    run = Brought("whatsapp", packed(tmp_path / "x.zip", files))
    assert "it is no export of WhatsApp: there is no one text of a chat in it" in run.failure


def test_texts_among_the_media_are_not_taken_for_the_chat(tmp_path: Path) -> None:
    files = {"notes.txt": "x", "WhatsApp Chat mit Ben.txt": "14.11.23, 22:13 - Ben: hi\n"}
    for export in (packed(tmp_path / "x.zip", files), unpacked(tmp_path / "x", files)):
        assert Brought("whatsapp", export).failure == ""
    assert words() == ["hi"]
