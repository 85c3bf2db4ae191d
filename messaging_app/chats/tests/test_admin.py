"""The administration looks at everything and changes things only through the domain's verbs."""

import uuid
from collections.abc import Iterator

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chats.models import Conversation, ConversationParticipant, Message, User
from chats.tests.cast import make_person

pytestmark = pytest.mark.django_db

LISTS = ("user", "conversation", "conversationparticipant", "message")


@pytest.fixture
def root(olu: User) -> User:
    """Olu with every right of the administration."""
    olu.is_staff = olu.is_superuser = True
    olu.save()
    return olu


@pytest.fixture
def page(client: Client, root: User) -> Iterator[Client]:
    client.force_login(root)
    yield client


def url(model: str, name: str = "changelist", *args: object) -> str:
    return reverse(f"admin:chats_{model}_{name}", args=args)


def run(
    page: Client, action: str, *rows: User | Conversation | ConversationParticipant | Message
) -> str:
    """Choose the rows in their list, run the action, and return what the page says."""
    data = {"action": action, "_selected_action": [str(row.pk) for row in rows]}
    answer = page.post(url(rows[0]._meta.model_name or ""), data, follow=True)
    assert answer.status_code == 200
    return " ".join(str(message) for message in answer.context["messages"])


def queries(page: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert page.get(address).status_code == 200
    return len(captured)


def grow(group: Conversation, amount: int) -> None:
    """More people, conversations and messages, each of the messages an answer."""
    ann = group.participants.get(first_name="Ann")
    last = group.post(by=ann, body="first")
    for number in range(amount):
        person = make_person(f"Extra{uuid.uuid4().hex[:8]}", str(number))
        group.add_participant(person)
        Conversation.objects.start_group(by=ann, people=[person], title=f"More {number}")
        last = group.post(by=person, body=f"answer {number}", reply_to_id=last.pk)


@pytest.mark.parametrize("model", LISTS)
def test_a_list_costs_the_same_however_long_it_is(
    page: Client, group: Conversation, model: str
) -> None:
    grow(group, 1)
    queries(page, url(model))
    few = queries(page, url(model))
    grow(group, 12)
    assert queries(page, url(model)) == few <= 12


@pytest.mark.parametrize("model", LISTS)
def test_a_row_s_page_costs_the_same_however_much_there_is(
    page: Client, group: Conversation, model: str
) -> None:
    grow(group, 1)
    row = {
        "user": group.participants.get(first_name="Ann"),
        "conversation": group,
        "conversationparticipant": group.conversation_participants.earliest("pk"),
        "message": group.messages.latest("seq"),
    }[model]
    address = url(model, "change", row.pk)
    queries(page, address)
    few = queries(page, address)
    grow(group, 12)
    assert queries(page, address) == few <= 20


def test_a_conversation_of_14_000_shows_its_first_people_and_last_words(
    page: Client, group: Conversation, ann: User
) -> None:
    address = url("conversation", "change", group.pk)
    group.post(by=ann, body="the newest words")
    queries(page, address)
    before = queries(page, address)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO users (user_id, email, password_hash, first_name, last_name, role, kind,"
            " avatar, created_at, is_staff, is_superuser, is_active)"
            " SELECT gen_random_uuid(), n || '@crowd.example', '!', 'No', n::text, 'guest',"
            " 'person', '', now(), false, false, true FROM generate_series(1, 14000) n"
        )
        cursor.execute(
            "INSERT INTO conversation_participants (conversation_id, user_id, joined_at,"
            " joined_seq, is_admin, last_read_seq, last_delivered_seq, cleared_seq, draft)"
            " SELECT %s, user_id, now(), 0, false, 0, 0, 0, '' FROM users"
            " WHERE email LIKE '%%@crowd.example'",
            [group.pk],
        )
        cursor.execute("ANALYZE users, conversation_participants")
    assert queries(page, address) == before
    answer = page.get(address)
    html = answer.content.decode()
    assert "the newest words" in html
    assert "14003" in html
    assert html.count('class="field-joined_at"') == 50
    assert len(answer.content) < 300_000
    assert queries(page, url("conversationparticipant")) <= 12


@pytest.mark.parametrize(
    ("model", "words", "found"),
    [
        ("user", "lindqvist", 1),
        ("user", "nobody", 0),
        ("conversation", "gard", 1),
        ("conversationparticipant", "cy@rapport", 1),
        ("message", "apple", 1),
        ("message", "pear", 0),
    ],
)
def test_lists_are_searched(
    page: Client, group: Conversation, ann: User, model: str, words: str, found: int
) -> None:
    group.post(by=ann, body="An apple a day")
    answer = page.get(url(model), {"q": words})
    assert len(answer.context["cl"].result_list) == found


@pytest.mark.parametrize(
    ("model", "chosen"),
    [
        ("user", {"role__exact": "guest"}),
        ("user", {"is_active__exact": "1", "kind__exact": "person"}),
        ("conversation", {"kind__exact": "group", "is_active__exact": "1"}),
        ("conversationparticipant", {"is_admin__exact": "1"}),
        ("message", {"is_deleted__exact": "0", "kind__exact": "text"}),
    ],
)
def test_lists_are_filtered(
    page: Client, group: Conversation, ann: User, model: str, chosen: dict[str, str]
) -> None:
    group.post(by=ann, body="Hello")
    answer = page.get(url(model), chosen)
    assert answer.status_code == 200
    assert len(answer.context["cl"].result_list) >= 1


def test_people_are_switched_off_and_on(page: Client, ann: User, root: User) -> None:
    run(page, "deactivate", ann, root)
    ann.refresh_from_db()
    root.refresh_from_db()
    assert not ann.is_active
    assert root.is_active
    run(page, "activate", ann)
    ann.refresh_from_db()
    assert ann.is_active
    assert LogEntry.objects.filter(user=root, object_id=str(ann.pk)).count() == 2


def test_people_become_hosts_and_admins(page: Client, ben: User, root: User) -> None:
    for action, role in (("make_hosts", "host"), ("make_admins", "admin")):
        run(page, action, ben)
        ben.refresh_from_db()
        assert ben.role == role
    run(page, "make_hosts", root)
    root.refresh_from_db()
    assert root.role == "admin"


def test_conversations_are_archived_and_opened_again(
    page: Client, group: Conversation, root: User
) -> None:
    for action, kind in (
        ("archive", "conversation.closed"),
        ("activate", "conversation.reopened"),
    ):
        assert "1 changed" in run(page, action, group)
        event = group.events.latest("seq")
        assert (event.kind, event.actor_id) == (kind, root.pk)
        assert event.data == {"moderated": True}
    group.refresh_from_db()
    assert group.is_active


def test_messages_are_deleted_and_restored(
    page: Client, group: Conversation, ben: User, root: User
) -> None:
    message = group.post(by=ben, body="Spam")
    for action, is_deleted in (("soft_delete", True), ("restore", False)):
        run(page, action, message)
        message.refresh_from_db()
        group.refresh_from_db()
        assert message.is_deleted is is_deleted
        assert group.message_count == group.get_message_count() == int(not is_deleted)
        event = group.events.latest("seq")
        assert event.actor_id == root.pk
        assert event.data == {"moderated": True}


def test_adminship_is_granted_revoked_and_places_are_taken_away(
    page: Client, group: Conversation, ben: User, root: User
) -> None:
    place = group.participant(ben)
    for action, kind in (
        ("grant_admin", "participant.promoted"),
        ("revoke_admin", "participant.demoted"),
        ("remove", "participant.left"),
    ):
        assert "1 changed" in run(page, action, place)
        event = group.events.latest("seq")
        assert (event.kind, event.actor_id) == (kind, root.pk)
    group.refresh_from_db()
    assert group.participant_count == group.get_participant_count() == 2


def test_what_the_rules_refuse_is_said_and_stops_nothing_else(
    page: Client, group: Conversation, direct: Conversation, ben: User
) -> None:
    said = run(page, "remove", direct.participant(ben), group.participant(ben))
    assert "at least two people" in said
    assert "1 changed" in said
    assert direct.is_participant(ben)
    assert not group.is_participant(ben)


def test_an_administrator_without_moderation_rights_is_refused(
    client: Client, group: Conversation, ann: User, dee: User
) -> None:
    dee.is_staff = dee.is_superuser = True
    dee.save()
    client.force_login(dee)
    message = group.post(by=ann, body="Mine")
    assert "Only who wrote it or an admin" in run(client, "soft_delete", message)
    message.refresh_from_db()
    assert not message.is_deleted


def test_nobody_speaks_in_anothers_name(page: Client, group: Conversation, ann: User) -> None:
    message = group.post(by=ann, body="Mine")
    assert page.get(url("message", "add")).status_code == 403
    assert page.post(url("message", "add"), {"sender": ann.pk}).status_code == 403
    address = url("message", "change", message.pk)
    assert page.post(address, {"message_body": "Forged", "sender": ann.pk}).status_code == 403
    assert page.post(url("message", "delete", message.pk), {"post": "yes"}).status_code == 403
    message.refresh_from_db()
    assert message.message_body == "Mine"
    assert group.messages.count() == 1


def test_a_page_of_a_message_shows_preview_and_depth(
    page: Client, group: Conversation, ann: User
) -> None:
    first = group.post(by=ann, body="word " * 100)
    reply = group.post(by=ann, body="Reply", reply_to_id=first.pk)
    rows = {row.pk: row for row in page.get(url("message")).context["cl"].result_list}
    assert (rows[first.pk].depth, rows[reply.pk].depth) == (0, 1)
    html = page.get(url("message")).content.decode()
    assert "word " * 15 in html
    assert "word " * 20 not in html
    assert "Reply" in page.get(url("message", "change", reply.pk)).content.decode()


def test_a_conversation_is_renamed_through_the_verb(
    page: Client, group: Conversation, root: User
) -> None:
    address = url("conversation", "change", group.pk)
    data = {"title": "Orchard", "description": "", "joiners_see": "start"}
    for prefix in ("conversation_participants", "messages"):
        data |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
    assert page.post(address, data).status_code == 302
    group.refresh_from_db()
    assert group.title == "Orchard"
    event = group.events.latest("seq")
    assert (event.kind, event.actor_id) == ("conversation.changed", root.pk)
    assert event.data == {"fields": ["title"], "moderated": True}


def test_a_place_is_taken_through_the_verb(
    page: Client, group: Conversation, dee: User, root: User
) -> None:
    address = url("conversationparticipant", "add")
    data = {"user": str(dee.pk), "conversation": str(group.pk), "is_admin": "on"}
    assert page.get(address).status_code == 200
    assert page.post(address, data).status_code == 302
    group.refresh_from_db()
    assert group.participant_count == 4
    assert group.is_run_by(dee)
    event = group.events.latest("seq")
    assert (event.kind, event.actor_id) == ("participant.joined", root.pk)


def test_a_place_never_changes_hands(
    page: Client, group: Conversation, ben: User, dee: User
) -> None:
    place = group.participant(ben)
    address = url("conversationparticipant", "change", place.pk)
    page.post(address, {"user": str(dee.pk), "conversation": str(group.pk)})
    place.refresh_from_db()
    assert place.user == ben


def test_deleting_a_person_is_erasing(page: Client, group: Conversation, cy: User) -> None:
    message = group.post(by=cy, body="Secret words")
    assert "Cy Moreau" in page.get(url("user", "delete", cy.pk)).content.decode()
    page.post(url("user", "delete", cy.pk), {"post": "yes"})
    message.refresh_from_db()
    cy.refresh_from_db()
    assert message.is_deleted
    assert cy.display_name == "Erased person"
    assert "Secret" not in message.message_body
    page.post(
        url("user"),
        {"action": "delete_selected", "_selected_action": [str(cy.pk)], "post": "yes"},
    )
    assert User.objects.filter(pk=cy.pk).exists()


def test_a_conversation_is_deleted_whole(page: Client, group: Conversation, ann: User) -> None:
    group.post(by=ann, body="Going")
    page.post(url("conversation", "delete", group.pk), {"post": "yes"})
    assert not Conversation.objects.filter(pk=group.pk).exists()
    assert not Message.objects.exists()


def test_a_person_is_made_with_a_password(page: Client) -> None:
    data = {
        "email": "new@rapport.example",
        "first_name": "New",
        "last_name": "Person",
        "role": "guest",
        "usable_password": "true",
        "password1": "a long enough one",
        "password2": "a long enough one",
    }
    assert page.get(url("user", "add")).status_code == 200
    assert page.post(url("user", "add"), data).status_code == 302
    assert User.objects.get(email="new@rapport.example").check_password("a long enough one")


def test_guests_and_hosts_do_not_come_in(client: Client, ann: User, ben: User) -> None:
    for person in (ann, ben):
        client.force_login(person)
        for model in LISTS:
            assert client.get(url(model)).status_code == 302


def test_sign_in_goes_through_the_one_door(client: Client) -> None:
    answer = client.get(reverse("admin:login"))
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("account_login"))
