"""The drawer: who takes part, what it is called, and who may change that."""

from collections.abc import Callable

import pytest
from django.test import Client

from chats.models import Attachment, Conversation, User
from chats.tests.pages.conftest import Browser, at
from conftest import make_person

SETTINGS = {"title": "Orchard", "description": "Apples", "joiners_see": "joining"}


def test_the_drawer_shows_who_takes_part(
    group: Conversation, ben: User, script: Browser, browser: Browser
) -> None:
    for client, is_page in ((script(ben), False), (browser(ben), True)):
        html = client.get(at("details", group)).content.decode()
        assert ("<html" in html) == is_page
        assert all(name in html for name in ("Ann Lindqvist", "Ben Okafor", "Cy Moreau"))


def test_an_admin_renames_and_describes(group: Conversation, ann: User, script: Browser) -> None:
    html = script(ann).post(at("conversation_settings", group), SETTINGS).content.decode()
    group.refresh_from_db()
    assert (group.title, group.description, group.joiners_see) == tuple(SETTINGS.values())
    assert "Orchard" in html


def test_settings_show_what_holds(group: Conversation, ann: User, script: Browser) -> None:
    assert 'value="Garden"' in script(ann).get(at("details", group)).content.decode()


@pytest.mark.parametrize(
    "wrong", [{"title": "x" * 256}, {"joiners_see": "everything"}, {"description": "x" * 2001}]
)
def test_settings_that_cannot_be_are_refused(
    group: Conversation, ann: User, script: Browser, wrong: dict[str, str]
) -> None:
    response = script(ann).post(at("conversation_settings", group), SETTINGS | wrong)
    assert response.status_code == 422
    group.refresh_from_db()
    assert group.title == "Garden"


def test_an_admin_adds_and_removes_people(
    group: Conversation, ann: User, dee: User, script: Browser
) -> None:
    client = script(ann)
    html = client.post(at("participants", group), {"people": [str(dee.pk)]}).content.decode()
    assert "Dee Outside" in html
    assert group.is_participant(dee)
    client.post(at("participant", group, uid=dee.pk), {"remove": "1"})
    assert not group.is_participant(dee)


def test_without_scripts_people_are_found_before_they_are_added(
    group: Conversation, ann: User, dee: User, browser: Browser
) -> None:
    eve = make_person("Eve", "Else")
    form = {"people": [str(dee.pk)], "q": "else", "find": "1"}
    html = browser(ann).post(at("participants", group), form).content.decode()
    assert f'value="{dee.pk}" checked' in html
    assert f'value="{eve.pk}"' in html
    assert not group.is_participant(dee)


def test_an_admin_makes_and_unmakes_admins(
    group: Conversation, ann: User, ben: User, script: Browser
) -> None:
    client = script(ann)
    client.post(at("adminship", group, uid=ben.pk))
    assert group.is_run_by(ben)
    client.post(at("adminship", group, uid=ben.pk), {"undo": "1"})
    assert not group.is_run_by(ben)
    client.post(at("adminship", group, uid=ben.pk))
    client.delete(at("adminship", group, uid=ben.pk))
    assert not group.is_run_by(ben)


CHANGES: list[Callable[[Client, Conversation, User], object]] = [
    lambda client, group, cy: client.post(at("conversation_settings", group), SETTINGS),
    lambda client, group, cy: client.post(at("participants", group), {"people": [str(cy.pk)]}),
    lambda client, group, cy: client.post(at("participant", group, uid=cy.pk), {"remove": "1"}),
    lambda client, group, cy: client.post(at("adminship", group, uid=cy.pk)),
]


@pytest.mark.parametrize("change", CHANGES, ids=["rename", "add", "remove", "promote"])
def test_who_is_no_admin_changes_nothing(
    group: Conversation,
    ben: User,
    cy: User,
    script: Browser,
    browser: Browser,
    change: Callable[[Client, Conversation, User], object],
) -> None:
    before = group.events.count()
    assert change(script(ben), group, cy).status_code == 403  # type: ignore[attr-defined]
    assert change(browser(ben), group, cy).status_code == 302  # type: ignore[attr-defined]
    assert group.events.count() == before


def test_who_is_no_admin_is_offered_nothing_to_change(
    group: Conversation, ben: User, script: Browser
) -> None:
    html = script(ben).get(at("details", group)).content.decode()
    assert at("conversation_settings", group) not in html
    assert "adminship" not in html


def test_one_leaves_and_goes_to_the_list(group: Conversation, ben: User, browser: Browser) -> None:
    response = browser(ben).post(at("participant", group, uid=ben.pk), {"remove": "1"})
    assert response["Location"] == "/chats/"
    assert not group.is_participant(ben)


def test_the_last_two_cannot_leave(
    group: Conversation, ann: User, ben: User, cy: User, script: Browser, browser: Browser
) -> None:
    group.remove_participant(cy, by=ann)
    leaving = at("participant", group, uid=ben.pk)
    assert script(ben).post(leaving, {"remove": "1"}).status_code == 422
    page = browser(ben).post(leaving, {"remove": "1"}, follow=True).content.decode()
    assert "Archive it instead of leaving" in page


def test_a_direct_conversation_takes_nobody_in(
    direct: Conversation, ann: User, dee: User, script: Browser
) -> None:
    response = script(ann).post(at("participants", direct), {"people": [str(dee.pk)]})
    assert response.status_code == 422
    assert not direct.is_participant(dee)


def test_participants_are_paged_and_searched(
    group: Conversation, ann: User, script: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    group.invite([make_person(f"Many{i}", "People") for i in range(5)], by=ann)
    monkeypatch.setattr("chats.fragments.details.MEMBERS", 3)
    found: list[str] = []
    address = at("participants", group)
    while address:
        html = script(ann).get(address).content.decode()
        found += [part.split('"')[0] for part in html.split('data-participant="')[1:]]
        more = html.split('<a class="link" href="')[1:]
        address = more[0].split('"')[0].replace("&amp;", "&") if more else ""
    assert len(found) == len(set(found)) == 8
    html = script(ann).get(at("participants", group), {"q": "many3"}).content.decode()
    assert html.count("data-participant") == 1


def test_who_runs_another_conversation_is_no_admin_here(
    group: Conversation, ann: User, dee: User, script: Browser
) -> None:
    Conversation.objects.start_group(by=dee, people=[ann], title="Dee's own")
    group.invite([dee], by=ann)
    html = script(ann).get(at("participants", group)).content.decode()
    assert html.count(f'data-participant="{dee.pk}"') == 1
    dees = html.split(f'data-participant="{dee.pk}"')[1].split("</li>")[0]
    assert "No longer an admin" not in dees
    assert "Make an admin" in dees


def test_shared_files_are_those_of_messages_one_sees(
    group: Conversation, ann: User, ben: User, script: Browser
) -> None:
    for name in ("kept.txt", "deleted.txt", "hidden.txt"):
        message = group.post(by=ann, body=name)
        Attachment.objects.create(
            uploader=ann, message=message, kind="file", name=name, content_type="text/plain", size=1
        )
        if name == "deleted.txt":
            message.soft_delete(by=ann)
        if name == "hidden.txt":
            message.hide_from(ben)
    for name in ("files", "details"):
        html = script(ben).get(at(name, group)).content.decode()
        assert "kept.txt" in html
        assert "deleted.txt" not in html
        assert "hidden.txt" not in html


def test_shared_files_are_paged(
    group: Conversation, ann: User, script: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chats.fragments.details.FILES_A_PAGE", 2)
    message = group.post(by=ann, body="files")
    for i in range(3):
        Attachment.objects.create(
            uploader=ann, message=message, kind="file", name=f"file-{i}", content_type="a/b", size=1
        )
    html = script(ann).get(at("files", group)).content.decode()
    assert "file-2" in html
    assert "file-0" not in html
    address = html.split('<a class="link" href="')[1].split('"')[0]
    assert "file-0" in script(ann).get(address).content.decode()
