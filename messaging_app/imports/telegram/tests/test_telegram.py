"""Telegram Desktop's export, written by hand as the program writes it."""

import json
from pathlib import Path
from typing import Any

import pytest

from chats.models import Conversation, Message, Reaction, User
from chats.tests.files import samples
from chats.tests.test_import_history import everything
from imports.tests.packing import Brought, packed, unpacked

pytestmark = pytest.mark.django_db

START = 1_700_000_000
ANN, BEN, CY = ("user1", "Ann Lindqvist"), ("user2", "Ben"), ("user3", None)
NOT_INCLUDED = "(File not included. Change data exporting settings to download.)"


def said(id: int, who: tuple[str, str | None], text: Any, **more: Any) -> dict[str, Any]:
    return {
        "id": id,
        "type": "message",
        "date": "2023-11-14T22:13:20",
        "date_unixtime": str(START + id),
        "from": who[1],
        "from_id": who[0],
        "text": text,
        "text_entities": [],
    } | more


def chat(type: str, id: int, name: str | None, *messages: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "type": type, "id": id, "messages": list(messages)}


def whole(*chats: dict[str, Any], left: tuple[dict[str, Any], ...] = ()) -> dict[str, Any]:
    return {
        "about": "Here is the data you requested.",
        "personal_information": {"user_id": 1, "first_name": "Ann", "last_name": "Lindqvist"},
        "contacts": {"about": "…", "list": [{"user_id": 2, "first_name": "Ben"}]},
        "chats": {"about": "…", "list": list(chats)},
        "left_chats": {"about": "…", "list": list(left)},
    }


GROUP = chat(
    "private_supergroup",
    77,
    "Garden",
    {"id": 1, "type": "service", "date_unixtime": str(START), "action": "create_group"},
    said(
        2,
        ANN,
        [
            "Look ",
            {"type": "bold", "text": "here "},
            {"type": "text_link", "text": "a", "href": "https://a.example"},
        ],
        edited_unixtime=str(START + 60),
        reactions=[
            {
                "type": "emoji",
                "count": 3,
                "emoji": "❤",
                "recent": [
                    {"from": "Ben", "from_id": "user2", "date": "2023-11-14T23:00:00"},
                    {"from": "Zoe", "from_id": "user9", "date": "2023-11-14T23:00:00"},
                ],
            },
            {"type": "custom_emoji", "count": 2, "document_id": "x"},
        ],
    ),
    said(3, CY, "gone, but not my words", reply_to_message_id=2),
    said(4, BEN, "elsewhere", reply_to_message_id=5, reply_to_peer_id="channel5"),
    {"id": 5, "type": "unsupported"},
)
EXPORT = whole(
    chat("personal_chat", 2, "Ben", said(10, BEN, "hi Ann"), said(11, BEN, "there?")),
    {"type": "saved_messages", "id": 1, "messages": [said(20, ANN, "buy milk")]},
    GROUP,
    chat("public_channel", 5, "News", said(1, ("channel5", "News"), "extra, extra")),
    {"type": "replies", "id": 9, "messages": [said(1, BEN, "x")]},
    left=(chat("private_group", 8, "Old", said(1, BEN, "bye")),),
)


@pytest.fixture
def export(tmp_path: Path) -> Path:
    return packed(tmp_path / "export.zip", {"ChatExport_2023-11-14/result.json": EXPORT})


def words(**room: Any) -> list[str]:
    messages = Conversation.objects.get(**room).messages.order_by("seq")
    return list(messages.values_list("message_body", flat=True))


def test_chats_of_every_kind_come_with_their_people(export: Path) -> None:
    run = Brought("telegram", export)
    assert run.failure == ""
    assert run.summary.startswith("Imported 5 people, 5 conversations, 8 messages and 2 reactions")
    assert words(kind="direct") == ["hi Ann", "there?"]
    assert words(title="Notes") == ["buy milk"] and words(title="Old") == ["bye"]
    assert words(title="News", kind="channel") == ["extra, extra"]
    assert Conversation.objects.get(kind="direct").participant_count == 2
    assert User.objects.get(kind="bot").first_name == "News"
    assert set(User.objects.filter(kind="person").values_list("first_name", "last_name")) == {
        ("Ann", "Lindqvist"),
        ("Ben", "(Telegram)"),
        ("Deleted", "account"),
        ("Zoe", "(Telegram)"),
    }


def test_words_replies_edits_and_reactions_come(export: Path) -> None:
    run = Brought("telegram", export)
    look, gone, elsewhere = Conversation.objects.get(title="Garden").messages.order_by("seq")
    assert look.message_body == "Look **here** [a](https://a.example)"
    assert look.sent_at.isoformat() == "2023-11-14T22:13:22+00:00"
    assert look.edited_at.isoformat() == "2023-11-14T22:14:20+00:00"
    assert (gone.reply_to, elsewhere.reply_to) == (look, None)
    assert sorted(Reaction.objects.values_list("emoji", "user__first_name")) == [
        ("❤", "Ben"),
        ("❤", "Zoe"),
    ]
    assert run.lost == {
        "a reaction with an emoji of their own, or paid": 2,
        "a reaction of somebody whom the export does not name": 1,
        "a notice, such as that somebody joined": 1,
        "that a message answers one of another chat": 1,
        "something that this export does not say": 1,
        "a chat that is nobody's talk": 1,
    }


def test_the_second_run_changes_nothing_and_a_later_export_adds(
    export: Path, tmp_path: Path
) -> None:
    Brought("telegram", export)
    before = everything()
    assert "Imported 0 people" in Brought("telegram", export).summary
    assert everything() == before
    later = chat("private_supergroup", 77, "Garden", *GROUP["messages"], said(6, ANN, "news"))
    run = Brought("telegram", packed(tmp_path / "x.zip", {"result.json": later}))
    assert "0 conversations and 1 messages" in run.summary
    assert words(title="Garden")[-1] == "news"


def test_a_dry_run_writes_nothing(export: Path) -> None:
    run = Brought("telegram", export, "--dry-run")
    assert run.summary.startswith("Would import 5 people, 5 conversations, 8 messages")
    assert not any(everything().values())


def test_one_chat_by_itself_tells_its_two_people_by_who_speaks(tmp_path: Path) -> None:
    lone = chat("personal_chat", 2, "Ben", said(1, ANN, "hi"), said(2, BEN, "hello"))
    folder = unpacked(tmp_path / "one", {"result.json": lone})
    assert Brought("telegram", folder).failure == ""
    assert words(kind="direct") == ["hi", "hello"]
    Brought("telegram", packed(tmp_path / "all.zip", {"result.json": whole(lone)}))
    assert words(kind="direct") == ["hi", "hello"]


def test_one_who_spoke_alone_is_no_pair(tmp_path: Path) -> None:
    lone = chat("personal_chat", 2, "Ben", said(2, BEN, "hello?"))
    Brought("telegram", unpacked(tmp_path / "one", {"result.json": lone}))
    assert words(title="Ben", kind="group") == ["hello?"]


def test_files_come_out_of_their_folders(tmp_path: Path) -> None:
    lone = chat(
        "private_group",
        3,
        "Us",
        said(1, ANN, "look", photo="photos/photo_1.jpg", width=60, height=40),
        said(2, BEN, "", file="files/plan.txt", file_name="plan.txt", mime_type="text/plain"),
        said(3, BEN, "", file=NOT_INCLUDED, media_type="sticker", sticker_emoji="✌️"),
        said(4, BEN, "", file=NOT_INCLUDED, file_name="big.mov", media_type="video_file"),
        said(5, BEN, "", photo="photos/../../../etc/passwd"),
    )
    files = {"result.json": lone, "photos/photo_1.jpg": samples.photo(), "files/plan.txt": "dig"}
    for export in (unpacked(tmp_path / "x", files), packed(tmp_path / "x.zip", files)):
        run = Brought("telegram", export)
        assert run.failure == ""
    messages = Message.objects.order_by("seq")
    assert [m.message_body for m in messages] == ["look", "plan.txt", "✌️", "big.mov", "passwd"]
    photo, plan = (message.attachments.get() for message in messages[:2])
    assert (photo.kind, plan.name) == ("image", "plan.txt")
    assert run.lost["a file that was not chosen for the export"] == 2


SHOWN: list[tuple[dict[str, Any], str]] = [
    ({"text": [{"type": "code", "text": "x"}, {"type": "unknown", "text": "y"}]}, "`x`y"),
    ({"text": [{"type": "pre", "text": "a", "language": "py"}]}, "\n```py\na\n```\n"),
    ({"text": [{"type": "italic", "text": " "}, "z"]}, " z"),
    ({"text": [{"type": "blockquote", "text": "a\nb"}, "c"]}, "\n> a\n> b\n\nc"),
    ({"text": "x", "forwarded_from": "Zoe"}, "_Forwarded from Zoe_\nx"),
    (
        {"location_information": {"latitude": 59.3, "longitude": 18}, "place_name": "Here"},
        "Here\nhttps://www.openstreetmap.org/?mlat=59.3&mlon=18",
    ),
    ({"contact_information": {"first_name": "Zoe", "phone_number": "+46 1"}}, "Zoe +46 1"),
    (
        {"poll": {"question": "When?", "answers": [{"text": "Now", "voters": 2}]}},
        "**When?**\n- Now: 2",
    ),
]


@pytest.mark.parametrize(("more", "wanted"), SHOWN)
def test_what_is_no_plain_text_is_written(
    tmp_path: Path, more: dict[str, Any], wanted: str
) -> None:
    lone = chat("private_group", 3, "Us", said(1, ANN, "") | more)
    Brought("telegram", unpacked(tmp_path / "x", {"result.json": lone}))
    assert Message.objects.get().message_body == wanted


def test_old_exports_say_local_times_and_bare_numbers(tmp_path: Path) -> None:
    old = said(1, ANN, "long ago") | {"from_id": 1, "date": "2019-07-01T12:00:00"}
    del old["date_unixtime"]
    file = unpacked(tmp_path, {"old.json": chat("private_group", 3, "Us", old)}) / "old.json"
    Brought("telegram", file, "--time-zone", "Europe/Stockholm")
    message = Message.objects.get()
    assert message.sent_at.isoformat() == "2019-07-01T10:00:00+00:00"
    assert message.sender.first_name == "Ann"


def test_control_characters_as_telegram_writes_them_are_read(tmp_path: Path) -> None:
    lone = chat("private_group", 3, "Us", said(1, ANN, "a#b"))
    (tmp_path / "result.json").write_text(json.dumps(lone).replace("a#b", "a\\x0Bb"))
    assert Brought("telegram", tmp_path / "result.json").failure == ""
    assert Message.objects.get().message_body == "a\x0bb"


BROKEN: dict[str, Any] = {
    "there is no chat in it": {"about": "x"},
    "has something else where {": [],
    "does not say its id and type": {"messages": [], "id": 1, "type": "private_group"},
    "message 1 of the chat in result.json is no object": chat("private_group", 1, "x")
    | {"messages": [5]},
    "reactions of message 1": chat("private_group", 1, "x", said(1, ANN, "x") | {"reactions": 5}),
    "date of message 1 of the chat": chat(
        "private_group", 1, "x", said(1, ANN, "x", date="soon", date_unixtime=None)
    ),
    "date_unixtime of message 1": chat(
        "private_group", 1, "x", said(1, ANN, "x", date_unixtime="9" * 40)
    ),
    "text of message 1": chat("private_group", 1, "x", said(1, ANN, {"text": "x"})),
    "from_id of message 1": chat("private_group", 1, "x", said(1, ANN, "x", from_id=[1])),
    "latitude of location_information": chat(
        "private_group", 1, "x", said(1, ANN, "", location_information={"latitude": "x"})
    ),
    "result.json is nested too deeply": b'{"stories": ' + b"[" * 100_000,
    "result.json is no JSON, or breaks off": b'{"name": "x", "type": "private_gr',
    "result.json breaks off": b'{"name": "x", "type": "private_group", "id": 1, "messages": [',
}


@pytest.mark.parametrize("complaint", BROKEN)
def test_a_broken_export_is_refused_with_nothing_written(tmp_path: Path, complaint: str) -> None:
    run = Brought("telegram", packed(tmp_path / "x.zip", {"result.json": BROKEN[complaint]}))
    assert complaint in run.failure and run.failure.endswith("Nothing was written.")
    assert not any(everything().values())


def test_another_archive_is_none(tmp_path: Path) -> None:
    run = Brought("telegram", packed(tmp_path / "x.zip", {"messages.html": "<p>"}))
    assert "it is no export of Telegram: there is no result.json in it" in run.failure


def test_a_zone_that_is_none_is_said(tmp_path: Path) -> None:
    run = Brought("telegram", tmp_path, "--time-zone", "Mars/Base")
    assert "Mars/Base is no time zone" in run.failure
