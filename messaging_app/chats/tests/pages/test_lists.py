"""The list of conversations and of people, and how a conversation starts from them."""

import pytest
from django.urls import reverse

from chats.fragments import sidebar
from chats.models import Conversation, User
from chats.tests.pages.conftest import Browser, at
from conftest import make_person

LIST = "/chats/"


def rows_in(html: str) -> list[str]:
    """The ids of the conversations on a page, in its order."""
    return [part.split('"')[0] for part in html.split('id="c-')[1:]]


@pytest.fixture
def many(ann: User, ben: User) -> list[Conversation]:
    """Seven groups of Ann's, the last one the latest; the third and fifth pinned."""
    groups = [
        Conversation.objects.start_group(by=ann, people=[ben], title=f"Group {i}") for i in range(7)
    ]
    for group in groups:
        group.post(by=ben, body="x")
    for i in (2, 4):
        groups[i].participant(ann).pin()
    return groups


def test_the_latest_come_first_and_pinned_ones_before_them(
    many: list[Conversation], ann: User, script: Browser
) -> None:
    html = script(ann).get(LIST).content.decode()
    expected = [many[i] for i in (4, 2, 6, 5, 3, 1, 0)]
    assert rows_in(html) == [str(group.pk) for group in expected]


def test_pages_of_the_list_pass_every_row_once(
    many: list[Conversation], ann: User, script: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = rows_in(script(ann).get(LIST).content.decode())
    monkeypatch.setattr(sidebar, "ROWS", 3)
    found: list[str] = []
    address = LIST
    while address:
        html = script(ann).get(address).content.decode()
        found += rows_in(html)
        more = html.split('class="list-end" href="')[1:]
        address = more[0].split('"')[0].replace("&amp;", "&") if more else ""
    assert found == whole


@pytest.mark.parametrize(
    ("chosen", "titles"),
    [
        ("all", ["Garden", "Ben Okafor"]),
        ("unread", ["Garden"]),
        ("direct", ["Ben Okafor"]),
        ("groups", ["Garden"]),
        ("archived", ["Old"]),
        ("nonsense", ["Garden", "Ben Okafor"]),
    ],
)
def test_a_filter_shows_what_it_says(
    group: Conversation,
    direct: Conversation,
    ann: User,
    ben: User,
    script: Browser,
    chosen: str,
    titles: list[str],
) -> None:
    group.post(by=ben, body="unread")
    old = Conversation.objects.start_group(by=ann, people=[ben], title="Old")
    old.participant(ann).archive()
    html = script(ann).get(LIST, {"filter": chosen}).content.decode()
    assert sorted(rows_in(html)) == sorted(
        str(found.pk)
        for title, found in (("Garden", group), ("Ben Okafor", direct), ("Old", old))
        if title in titles
    )


def test_the_list_is_searched_by_title_and_name(
    group: Conversation, direct: Conversation, ann: User, script: Browser
) -> None:
    client = script(ann)
    assert rows_in(client.get(LIST, {"q": "gard"}).content.decode()) == [str(group.pk)]
    assert rows_in(client.get(LIST, {"q": "okafor be"}).content.decode()) == [str(direct.pk)]


def test_a_row_shows_what_waits(group: Conversation, ann: User, ben: User, script: Browser) -> None:
    group.post(by=ann, body="**Look**, @Ben Okafor\nhere")
    html = script(ben).get(at("row", group)).content.decode()
    assert "Ann: Look, @Ben Okafor here" in html
    assert "you are mentioned" in html
    assert 'data-unread="1"' in html


def test_the_list_carries_its_version(group: Conversation, ann: User, browser: Browser) -> None:
    first = browser(ann).get(LIST).content.decode()
    group.post(by=ann, body="x")
    second = browser(ann).get(LIST).content.decode()
    versions = [html.split('data-list-version="')[1].split('"')[0] for html in (first, second)]
    assert versions[0] != versions[1]


def test_an_empty_list_says_what_to_do(ann: User, ben: User, browser: Browser) -> None:
    html = browser(ann).get(LIST).content.decode()
    assert reverse("chats:direct", args=[ben.pk]) in html
    assert "No conversations yet" in html


def test_a_host_starts_a_group(ann: User, ben: User, cy: User, script: Browser) -> None:
    form = {"title": "Picnic", "people": [str(ben.pk), str(cy.pk)]}
    response = script(ann).post(LIST, form)
    group = Conversation.objects.get(title="Picnic")
    assert (response.status_code, response["HX-Redirect"]) == (201, at("conversation", group))
    assert group.is_run_by(ann)
    assert group.get_participant_count() == 3


def test_one_person_without_a_name_is_a_direct_conversation(
    direct: Conversation, ann: User, ben: User, browser: Browser
) -> None:
    response = browser(ann).post(LIST, {"people": [str(ben.pk)]})
    assert response["Location"] == at("conversation", direct)


def test_a_guest_starts_nothing(ben: User, cy: User, script: Browser, browser: Browser) -> None:
    form = {"title": "Mine", "people": [str(cy.pk)]}
    assert script(ben).post(LIST, form).status_code == 403
    page = browser(ben).post(LIST, form)
    assert page.status_code == 422
    assert "Guests cannot start conversations" in page.content.decode()
    assert 'value="Mine"' in page.content.decode()
    assert not Conversation.objects.exists()


def test_nobody_chosen_is_said_beside_what_was_typed(ann: User, browser: Browser) -> None:
    page = browser(ann).post(LIST, {"title": "Alone"})
    assert page.status_code == 422
    assert "Choose at least one other person" in page.content.decode()
    assert 'value="Alone"' in page.content.decode()


def test_without_scripts_people_are_found_and_stay_chosen(
    ann: User, ben: User, cy: User, browser: Browser
) -> None:
    form = {"title": "Trip", "people": [str(ben.pk)], "q": "moreau", "find": "1"}
    html = browser(ann).post(LIST, form).content.decode()
    assert f'value="{ben.pk}" checked' in html
    assert f'value="{cy.pk}"' in html
    assert not Conversation.objects.exists()


def test_people_lists_every_active_person_but_oneself(
    ann: User, ben: User, browser: Browser
) -> None:
    make_person("Gone", "Away").delete()
    off = make_person("Off", "Switched")
    User.objects.filter(pk=off.pk).update(is_active=False)
    User.objects.create_user(
        "bot@rapport.example", None, first_name="Robo", last_name="Bot", role="host", kind="bot"
    )
    html = browser(ann).get("/people/").content.decode()
    assert "Ben Okafor" in html
    for absent in ("Switched", "Robo", f'href="{reverse("chats:person", args=[ann.pk])}"'):
        assert absent not in html


def test_pages_of_people_pass_everybody_once(
    ann: User, script: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [make_person(f"Per{i}", "Same") for i in range(4)]
    people += [
        User.objects.create_user(f"t{i}@x.example", first_name="Twin", last_name="T", role="guest")
        for i in range(3)
    ]
    monkeypatch.setattr("chats.fragments.people.PEOPLE", 2)
    found: list[str] = []
    address = "/people/"
    while address:
        html = script(ann).get(address).content.decode()
        found += [part.split('"')[0] for part in html.split('data-row="')[1:]]
        more = html.split('class="list-end" href="')[1:]
        address = more[0].split('"')[0].replace("&amp;", "&") if more else ""
    assert sorted(found) == sorted(str(person.pk) for person in people)
    assert len(found) == len(set(found))


def test_people_are_searched_by_name(ann: User, ben: User, cy: User, script: Browser) -> None:
    html = script(ann).get("/people/", {"q": "MOR cy"}).content.decode()
    assert "Cy Moreau" in html
    assert "Ben Okafor" not in html


def test_one_click_opens_the_conversation(ann: User, ben: User, browser: Browser) -> None:
    client = browser(ann)
    first = client.post(reverse("chats:direct", args=[ben.pk]))
    second = client.post(reverse("chats:direct", args=[ben.pk]))
    assert first["Location"] == second["Location"]
    assert Conversation.objects.count() == 1


def test_a_guest_opens_only_what_exists(
    direct: Conversation, ann: User, ben: User, cy: User, browser: Browser, script: Browser
) -> None:
    page = browser(ben).get("/people/").content.decode()
    assert reverse("chats:direct", args=[ann.pk]) in page
    assert reverse("chats:direct", args=[cy.pk]) not in page
    assert script(ben).post(reverse("chats:direct", args=[cy.pk])).status_code == 403
    opened = browser(ben).post(reverse("chats:direct", args=[ann.pk]))
    assert opened["Location"] == at("conversation", direct)


def test_nobody_talks_with_themselves(ann: User, script: Browser) -> None:
    assert script(ann).post(reverse("chats:direct", args=[ann.pk])).status_code == 422


def test_a_card_shows_the_groups_in_common_only(
    group: Conversation, ann: User, ben: User, script: Browser
) -> None:
    Conversation.objects.start_group(by=ann, people=[make_person("Eve", "Else")], title="Secret")
    html = script(ann).get(reverse("chats:person", args=[ben.pk])).content.decode()
    assert "Garden" in html
    assert "Secret" not in html
