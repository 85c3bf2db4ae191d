"""Mattermost's bulk export, written by hand as its documentation describes it."""

import json
from pathlib import Path
from typing import Any

import pytest

from chats.models import Conversation, Imported, Message, Reaction, User
from chats.tests.files import samples
from chats.tests.test_import_history import everything
from imports.tests.packing import Brought, packed

pytestmark = pytest.mark.django_db

START = 1_700_000_000_000


def line(kind: str, **fields: Any) -> dict[str, Any]:
    return {"type": kind, kind: fields}


def user(name: str, first: str, last: str, *channels: str) -> dict[str, Any]:
    teams = [{"name": "work", "channels": [{"name": channel} for channel in channels]}]
    return line(
        "user",
        username=name,
        email=f"{name}@mm.example",
        first_name=first,
        last_name=last,
        nickname="",
        teams=teams,
    )


def post(user: str, message: str, at: int, channel: str = "town", **more: Any) -> dict[str, Any]:
    said = {"user": user, "message": message, "create_at": START + at}
    return line("post", team="work", channel=channel, **(said | more))


def reply(user: str, message: str, at: int, **more: Any) -> dict[str, Any]:
    return {"user": user, "message": message, "create_at": START + at} | more


def direct(members: list[str], user: str, message: str, at: int, **more: Any) -> dict[str, Any]:
    said = {"user": user, "message": message, "create_at": START + at}
    return line("direct_post", channel_members=members, **(said | more))


VERSION = {"type": "version", "version": 1, "info": {"generator": "mattermost-server"}}
HEAD = [
    VERSION,
    line("team", name="work", display_name="Work", type="I"),
    line("channel", team="work", name="town", display_name="Town Square", type="O"),
    line("channel", team="work", name="lab", display_name="The lab", type="P"),
    user("ann", "Ann", "Lindqvist", "town", "lab"),
    user("ben", "Ben", "", "town"),
    line("bot", username="deploys", display_name="Deploys", owner="ann"),
]
EXPORT = [
    *HEAD,
    post("ben", "second, though first in the file", 5000),
    post(
        "ann",
        "**Hello** @ben :tada:",
        1000,
        edit_at=START + 1500,
        reactions=[
            {"user": "ben", "emoji_name": "+1", "create_at": START + 9000},
            {"user": "gone", "emoji_name": "heart", "create_at": START + 1},
            {"user": "ben", "emoji_name": "partyparrot", "create_at": START + 1},
        ],
        replies=[reply("ben", "hi", 2000), reply("deploys", "hi, too", 500)],
    ),
    post("ann", "ben joined the channel.", 1, type="system_join_channel"),
    post("ann", "waves", 6000, "lab", type="me"),
    line("emoji", name="partyparrot", image="/data/emoji/1.gif"),
    line("direct_channel", members=["ann", "ben"], header=""),
    line("direct_channel", participants=[{"username": "ann"}, {"username": "ann"}]),
    direct(["ben", "ann"], "ben", "just us", 100),
    direct(["ann", "ben", "deploys"], "ann", "three of us", 200),
    direct(["ann", "ann"], "ann", "buy milk", 300),
]


def jsonl(lines: list[Any]) -> bytes:
    return b"".join(
        (one if isinstance(one, bytes) else json.dumps(one).encode()) + b"\n" for one in lines
    )


@pytest.fixture
def export(tmp_path: Path) -> Path:
    return packed(tmp_path / "export.zip", {"import.jsonl": jsonl(EXPORT)})


def words(conversation: Conversation) -> list[str]:
    return list(conversation.messages.order_by("seq").values_list("message_body", flat=True))


def test_rooms_of_every_kind_come_with_their_people(export: Path) -> None:
    run = Brought("mattermost", export)
    assert run.failure == ""
    assert run.summary.startswith("Imported 4 people, 5 conversations, 8 messages and 2 reactions")
    rooms = {c.title or c.kind: c for c in Conversation.objects.exclude(participant_count=3)}
    assert {name: room.kind for name, room in rooms.items()} == {
        "The lab": "group",
        "direct": "direct",
        "Notes": "group",
    }
    assert words(rooms["direct"]) == ["just us"] and words(rooms["Notes"]) == ["buy milk"]
    assert words(rooms["The lab"]) == ["_waves_"]
    assert User.objects.get(first_name="Ben").last_name == "(Mattermost)"
    assert User.objects.get(kind="bot").first_name == "Deploys"


def test_what_was_said_stands_in_the_order_of_its_times(export: Path) -> None:
    Brought("mattermost", export)
    town = Conversation.objects.get(title="#Town Square")
    assert words(town) == ["**Hello** @ben 🎉", "hi, too", "hi", "second, though first in the file"]
    hello, early, hi, __ = town.messages.order_by("seq")
    assert early.reply_to == hi.reply_to == hello
    assert hello.edited_at.microsecond == 500_000
    assert hello.sent_at.isoformat() == "2023-11-14T22:13:21+00:00"


def test_reactions_come_also_of_somebody_removed(export: Path) -> None:
    run = Brought("mattermost", export)
    assert sorted(Reaction.objects.values_list("emoji", "user__first_name")) == [
        ("❤️", "gone"),
        ("👍", "Ben"),
    ]
    assert run.lost == {
        "a reaction with an emoji of their own": 1,
        "a notice, such as that somebody joined": 1,
    }


def test_the_second_run_changes_nothing_as_archive_or_as_file(export: Path, tmp_path: Path) -> None:
    Brought("mattermost", export)
    before = everything()
    assert "Imported 0 people" in Brought("mattermost", export).summary
    (tmp_path / "other.jsonl").write_bytes(jsonl(EXPORT))
    run = Brought("mattermost", tmp_path / "other.jsonl")
    assert run.failure == "" and "Imported 0 people" in run.summary
    assert everything() == before


def test_no_id_gives_away_a_name(export: Path) -> None:
    Brought("mattermost", export)
    ids = " ".join(Imported.objects.values_list("external_id", flat=True))
    assert "ann" not in ids and "ben" not in ids


def test_a_dry_run_writes_nothing(export: Path) -> None:
    run = Brought("mattermost", export, "--dry-run")
    assert run.summary.startswith("Would import 4 people, 5 conversations, 8 messages")
    assert not any(everything().values())


@pytest.mark.parametrize("prefix", ["data/", ""])
def test_files_lie_in_data(tmp_path: Path, prefix: str) -> None:
    path = "20231114/teams/noteam/channels/c/users/u/f/cat.jpg"
    files = [{"path": prefix + path}, {"path": "gone.pdf"}]
    lines = [*HEAD, post("ann", "", 1, attachments=files), post("ben", "", 2)]
    export = {"import.jsonl": jsonl(lines), f"data/{path}": samples.photo()}
    run = Brought("mattermost", packed(tmp_path / "export.zip", export))
    attachment = Message.objects.get().attachments.get()
    assert (attachment.kind, attachment.name) == ("image", "cat.jpg")
    assert run.lost == {"a file is not there": 1, "a message without words": 1}


def test_cards_of_apps_give_their_words_and_deleted_posts_are_tombstones(tmp_path: Path) -> None:
    card = {"pretext": "CI", "text": "red :fire:", "fallback": "no"}
    lines = [
        *HEAD,
        post("deploys", "", 1, type="slack_attachment", props={"attachments": [card]}),
        post("ann", "regrets", 2, delete_at=START + 5),
    ]
    (tmp_path / "x.jsonl").write_bytes(jsonl(lines))
    Brought("mattermost", tmp_path / "x.jsonl")
    said, deleted = Message.objects.order_by("seq")
    assert said.message_body == "CI\nred 🔥"
    assert deleted.is_deleted and deleted.deleted_at.microsecond == 5000


BROKEN: dict[str, list[Any]] = {
    "is empty": [],
    "is no bulk export of Mattermost in format 1": [line("team", name="x")],
    "no bulk export of Mattermost in format 1": [{"type": "version", "version": 2}],
    "line 2 in import.jsonl is no JSON": [VERSION, b'{"type": "post"'],
    "line 2 in import.jsonl is not written in UTF-8": [VERSION, b'{"type": "\xff"}'],
    "line 2 in import.jsonl is nested too deeply": [VERSION, b"[" * 100_000],
    "line 2 in import.jsonl is no object": [VERSION, b"[]"],
    "line 2 in import.jsonl is longer than": [VERSION, b'"' + b"x" * 5_000_000 + b'"'],
    "create_at of post of line 8 in import.jsonl is None": [
        *HEAD,
        line("post", team="work", channel="town", user="ann", message="x"),
    ],
    "create_at of post of line 8 in import.jsonl is 10": [*HEAD, post("ann", "x", 10**30)],
    "user of post of line 8 in import.jsonl is ['ann'], not text": [
        *HEAD,
        post(["ann"], "x", 1),  # type: ignore[list-item]
    ],
    "replies of post of line 8 in import.jsonl is {}, not a list": [
        *HEAD,
        post("ann", "x", 1, replies={}),
    ],
}


@pytest.mark.parametrize("complaint", BROKEN)
def test_a_broken_export_is_refused_with_nothing_written(tmp_path: Path, complaint: str) -> None:
    archive = packed(tmp_path / "export.zip", {"import.jsonl": jsonl(BROKEN[complaint])})
    run = Brought("mattermost", archive)
    assert complaint in run.failure and run.failure.endswith("Nothing was written.")
    assert not any(everything().values())


def test_another_archive_is_none(tmp_path: Path) -> None:
    run = Brought(
        "mattermost", packed(tmp_path / "x.zip", {"a.txt": "x", "b.jsonl": "", "c.json": ""})
    )
    assert "it is no bulk export of Mattermost" in run.failure
