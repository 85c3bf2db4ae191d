"""Slack's export, written by hand as its documentation describes it."""

from pathlib import Path
from typing import Any

import pytest

from chats.models import Attachment, Conversation, Message, Reaction, Revision, User
from chats.tests.files import samples
from chats.tests.test_import_history import everything
from imports.slack.markup import to_markdown
from imports.tests.packing import Brought, packed, unpacked

pytestmark = pytest.mark.django_db


def user(id: str, name: str, real_name: str, **more: Any) -> dict[str, Any]:
    profile = {"real_name": real_name, "display_name": name, "email": f"{name}@slack.example"}
    return {"id": id, "team_id": "T1", "name": name, "deleted": False, "profile": profile} | more


def said(ts: str, user: str, text: str, **more: Any) -> dict[str, Any]:
    return {"type": "message", "user": user, "text": text, "ts": ts} | more


USERS = [
    user("U1", "ann", "Ann Lindqvist"),
    user("U2", "ben", "Ben Okafor"),
    user("U3", "cy", "Cy", deleted=True),
    user("U4", "deploys", "Deploys", is_bot=True),
]
FIRST, SECOND, THIRD = "1700000000.000100", "1700000060.000200", "1700000120.000300"
PARENT = said(
    FIRST,
    "U1",
    "Hello <@U2>, see <https://rapport.example/a|the *plan*> &amp; <#C2|random> :tada:",
    thread_ts=FIRST,
    reply_count=1,
    edited={"user": "U1", "ts": "1700000001.000000"},
    reactions=[
        {"name": "+1", "users": ["U2", "U3"], "count": 3},
        {"name": "wave::skin-tone-3", "users": ["U2"], "count": 1},
        {"name": "partyparrot", "users": ["U2"], "count": 1},
    ],
)
REPLY = said(SECOND, "U2", "*Great* idea", thread_ts=FIRST, parent_user_id="U1")
EXPORT: dict[str, Any] = {
    "users.json": USERS,
    "channels.json": [
        {"id": "C1", "name": "general", "members": ["U1", "U2"], "is_archived": False},
        {"id": "C2", "name": "random", "members": []},
    ],
    "groups.json": [{"id": "G1", "name": "secret", "members": ["U1", "U3"]}],
    "mpims.json": [{"id": "G2", "name": "mpdm-ann--ben--cy-1", "members": ["U1", "U2", "U3"]}],
    "dms.json": [{"id": "D1", "members": ["U1", "U2"]}, {"id": "D2", "members": ["U1"]}],
    "integration_logs.json": [],
    "general/2023-11-14.json": [
        REPLY,
        PARENT,
        said(THIRD, "U2", "<@U2> has joined the channel", subtype="channel_join"),
    ],
    "general/2023-11-15.json": [
        said("1700050000.000000", "", "Build 7 is done", subtype="bot_message", bot_id="B1")
        | {"username": "Builds", "user": None}
    ],
    "secret/2023-11-14.json": [said(FIRST, "U3", "between us")],
    "mpdm-ann--ben--cy-1/2023-11-14.json": [said(FIRST, "U2", "the three of us")],
    "D1/2023-11-14.json": [said(FIRST, "U1", "hi Ben")],
    "D2/2023-11-14.json": [said(FIRST, "U1", "buy milk")],
}


@pytest.fixture
def export(tmp_path: Path) -> Path:
    return packed(tmp_path / "Team Slack export.zip", EXPORT)


def words(title: str) -> list[str]:
    messages = Message.objects.filter(conversation__title=title).order_by("seq")
    return list(messages.values_list("message_body", flat=True))


def test_rooms_of_every_kind_come_with_their_people(export: Path) -> None:
    run = Brought("slack", export)
    assert run.failure == ""
    assert run.summary.startswith("Imported 5 people, 6 conversations, 7 messages")
    kinds = Conversation.objects.order_by("pk").values_list("kind", "title", "participant_count")
    assert list(kinds) == [
        ("channel", "#general", 3),
        ("channel", "#random", 0),
        ("group", "secret", 2),
        ("group", "", 3),
        ("direct", "", 2),
        ("group", "Notes", 1),
    ]
    assert words("secret") == ["between us"] and words("Notes") == ["buy milk"]
    assert words("#general")[2] == "Build 7 is done"


def test_people_are_who_they_are_here_by_their_address(export: Path) -> None:
    ann = User.objects.create_user(
        "Ann@Slack.example", None, first_name="A", last_name="L", role="host"
    )
    Brought("slack", export)
    assert Message.objects.get(message_body="hi Ben").sender == ann
    assert User.objects.get(first_name="Cy").last_name == "(Slack)"
    assert set(User.objects.filter(kind="bot").values_list("first_name", flat=True)) == {
        "Deploys",
        "Builds",
    }


def test_words_threads_edits_and_reactions_come(export: Path) -> None:
    run = Brought("slack", export)
    parent, reply, __ = Message.objects.filter(conversation__title="#general").order_by("seq")
    assert parent.message_body == (
        "Hello @Ben Okafor, see [the **plan**](https://rapport.example/a) & #random 🎉"
    )
    assert parent.sent_at.isoformat() == "2023-11-14T22:13:20.000100+00:00"
    assert parent.edited_at.second == 21
    assert (reply.reply_to, reply.message_body) == (parent, "**Great** idea")
    assert sorted(Reaction.objects.values_list("emoji", "user__first_name")) == [
        ("👋🏼", "Ben"),
        ("👍", "Ben"),
        ("👍", "Cy"),
    ]
    assert run.lost == {
        "a reaction with an emoji of their own": 1,
        "a reaction of somebody whom the export does not name": 1,
        "a notice, such as that somebody joined": 1,
    }


def test_the_second_run_changes_nothing(export: Path) -> None:
    Brought("slack", export)
    before = everything()
    run = Brought("slack", export)
    assert run.failure == "" and "Imported 0 people, 0 conversations and 0 messages" in run.summary
    assert everything() == before


def test_a_dry_run_writes_nothing(export: Path) -> None:
    run = Brought("slack", export, "--dry-run")
    assert run.summary.startswith(
        "Would import 5 people, 6 conversations, 7 messages and 3 reactions"
    )
    assert sum(run.lost.values()) == 3
    assert not any(everything().values())


def test_an_unpacked_export_in_a_folder_is_the_same(tmp_path: Path, export: Path) -> None:
    Brought("slack", unpacked(tmp_path / "unpacked", {f"Team/{k}": v for k, v in EXPORT.items()}))
    before = everything()
    assert "Already here: 2" in Brought("slack", export).summary
    assert everything() == before


def test_files_that_other_tools_pack_come_as_uploads(tmp_path: Path) -> None:
    files = [
        {"id": "F1", "name": "cat.jpg", "mode": "hosted", "url_private": "https://files.example/1"},
        {"id": "F2", "name": "notes.txt", "mode": "hosted"},
        {"id": "F3", "title": "Sheet", "mode": "external", "url_private": "https://d.example/3"},
        {"id": "F4", "mode": "tombstone"},
    ]
    lone = [{"id": "F9", "name": "gone.pdf", "mode": "hosted"}]
    export = EXPORT | {
        "__uploads/F1/cat.jpg": samples.photo(),
        "random/attachments/F2-notes.txt": b"milk",
        "random/2023-11-14.json": [
            said(FIRST, "U1", "look", files=files),
            said(SECOND, "U1", "", files=lone),
        ],
    }
    run = Brought("slack", packed(tmp_path / "export.zip", export))
    look, gone = Message.objects.filter(conversation__title="#random").order_by("seq")
    assert look.message_body == "look\nSheet: https://d.example/3"
    assert [(a.kind, a.name) for a in look.attachments.all()] == [
        ("image", "cat.jpg"),
        ("file", "notes.txt"),
    ]
    assert gone.message_body == "gone.pdf"
    assert run.lost["a file is not there"] == 1
    assert run.lost["a file that Slack itself no longer has"] == 1
    assert Attachment.objects.count() == 2


def test_what_a_workspace_kept_of_edits_and_deletions_comes(tmp_path: Path) -> None:
    old, new = said(FIRST, "U1", "Monday"), said(FIRST, "U1", "Tuesday")
    day = [
        new,
        said(SECOND, "U2", "oops"),
        {"type": "message", "subtype": "message_changed", "hidden": True, "ts": "1700000100.0"}
        | {"message": new, "previous_message": old},
        {"type": "message", "subtype": "message_deleted", "hidden": True, "ts": "1700000110.0"}
        | {"deleted_ts": SECOND, "previous_message": said(SECOND, "U2", "oops")},
        said(THIRD, "USLACKBOT", "This message was deleted.", subtype="tombstone", thread_ts=THIRD),
        said("1700000130.000400", "U1", "answer to nothing", thread_ts=THIRD),
    ]
    Brought("slack", packed(tmp_path / "export.zip", EXPORT | {"random/2023-11-14.json": day}))
    monday, oops, tombstone, answer = Message.objects.filter(
        conversation__title="#random"
    ).order_by("seq")
    assert (monday.message_body, Revision.objects.get().message_body) == ("Tuesday", "Monday")
    assert oops.is_deleted and oops.deleted_at.second == 10
    assert tombstone.is_deleted and answer.reply_to == tombstone


def test_people_of_other_workspaces_come_by_their_profile(tmp_path: Path) -> None:
    day = [
        said(FIRST, "W9", "from afar", user_profile={"real_name": "Dee Outside"}),
        said(SECOND, "W8", "", subtype="me_message"),
        said(THIRD, "U1", "", attachments=[{"title": "CI", "text": "<http://a.example|red>"}]),
    ]
    run = Brought("slack", packed(tmp_path / "e.zip", EXPORT | {"random/2023-11-14.json": day}))
    assert Message.objects.get(message_body="from afar").sender.display_name == "Dee Outside"
    assert words("#random")[-1] == "CI\n[red](http://a.example)"
    assert run.lost["a card of an app; its words were taken"] == 1


@pytest.mark.parametrize(
    ("slack", "markdown"),
    [
        ("*bold* _it_ ~no~", "**bold** _it_ ~~no~~"),
        ("2 * 3 * 4 and a*b*c", "2 * 3 * 4 and a*b*c"),
        ("`*code* :tada:` *x*", "`*code* :tada:` **x**"),
        ("```\n*raw*\n``` &lt;b&gt;", "```\n*raw*\n``` <b>"),
        ("<!here> <!subteam^S1|@team> <@U9|@zed>", "@here @team @zed"),
        ("<mailto:a@b.example|a@b.example> <https://a.example>", "a@b.example https://a.example"),
        ("<https://a.example/|a.example>", "https://a.example/"),
        ("&amp;lt; 10:30:45 :flag-de: :nonsense:", "&lt; 10:30:45 🇩🇪 :nonsense:"),
    ],
)
def test_marks_become_ours(slack: str, markdown: str) -> None:
    assert to_markdown(slack, {"U1": "Ann"}) == markdown


BROKEN: dict[str, dict[str, Any]] = {
    "no export of Slack": {"readme.txt": "hello"},
    "item 1 in users.json is no object": {"users.json": ["U1"]},
    "users.json has something else where [": {"users.json": {}},
    "id of item 1 in users.json is 5, not text": {"users.json": [{"id": 5}]},
    "users.json is no JSON": {"users.json": "[{]"},
    "users.json breaks off": {"users.json": '[{"id": "U1"}'},
    "users.json is no JSON, or breaks off": {"users.json": '[{"id": "U1'},
    "users.json goes on after its end": {"users.json": "[] []"},
    "users.json is nested too deeply": {"users.json": "[" * 100_000},
    "users.json is not written in UTF-8": {"users.json": "[ä]".encode("latin-1")},
    "general/2023-11-14.json is [], not text": {
        "general/2023-11-14.json": [PARENT, said(SECOND, "U1", "x", edited={"ts": []})]
    },
    "is 'soon', not a time": {"general/2023-11-14.json": [said("soon", "U1", "x")]},
    "is '1e300', not a time": {"general/2023-11-14.json": [said("1e300", "U1", "x")]},
    "reactions of item 1 in general/2023-11-14.json is 'x', not a list": {
        "general/2023-11-14.json": [said(FIRST, "U1", "x", reactions="x")]
    },
}


@pytest.mark.parametrize("complaint", BROKEN)
def test_a_broken_export_is_refused_with_nothing_written(tmp_path: Path, complaint: str) -> None:
    changed = BROKEN[complaint]
    whole = {} if "readme.txt" in changed else EXPORT
    run = Brought("slack", packed(tmp_path / "export.zip", whole | changed))
    assert complaint in run.failure and run.failure.endswith("Nothing was written.")
    assert not any(everything().values())
