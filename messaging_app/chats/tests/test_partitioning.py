"""Messages and events in partitions keep every guarantee they had in one table."""

import re
import uuid
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet

from chats import history, validate
from chats.models import Conversation, ConversationParticipant, Message, User
from chats.models.message.posting import Conflict
from chats.search import hits
from chats.search.query import parse

pytestmark = pytest.mark.django_db
LEDGER = "SELECT message_id, conversation_id, sender_id, client_id FROM message_ledger"
TABLES = (
    "messages",
    "events",
    "reactions",
    "hidden_messages",
    "message_revisions",
    "conversations",
)
BARE = "SELECT message_id, conversation_id, sender_id, client_id FROM messages"


@pytest.fixture
def said(group: Conversation, direct: Conversation, ann: User, ben: User) -> dict[str, Message]:
    """Something in several conversations, with all that can hang on a message."""
    first = group.post(by=ann, body="The roses want water", client_id=uuid.uuid4())
    answer = group.post(by=ben, body="I go", reply_to_id=first.pk, client_id=uuid.uuid4())
    first.react("👍", by=ben)
    answer.edit("I go at once", by=ben)
    first.hide_from(ben)
    direct.post(by=ben, body="Only for Ann")
    return {"first": first, "answer": answer}


@pytest.fixture
def partitioned(said: dict[str, Message]) -> None:
    call_command("partition_messages", partitions=4, stdout=StringIO())


def rows(question: str, *values: str) -> set[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return set(cursor.fetchall())


def contents() -> dict[str, set[tuple[object, ...]]]:
    return {table: rows(f"SELECT t::text FROM {table} t") for table in TABLES}  # noqa: S608


def test_everything_is_as_it_was(group: Conversation, said: dict[str, Message]) -> None:
    before = contents()
    call_command("partition_messages", partitions=4, stdout=StringIO())
    assert contents() == before
    assert rows(LEDGER) == rows(BARE)
    for table in ("messages", "events"):
        assert (
            len(rows("SELECT inhrelid FROM pg_inherits WHERE inhparent = %s::regclass", table)) == 4
        )


def test_people_go_on_talking(
    partitioned: None, group: Conversation, said: dict[str, Message], ann: User, ben: User
) -> None:
    answer = group.post(by=ann, body="Thanks", reply_to_id=said["answer"].pk)
    answer.react("🌹", by=ben)
    answer.edit("Thank you", by=ann)
    Message.objects.create(conversation=group, sender=ben, message_body="Gladly")
    said["answer"].soft_delete(by=ben)
    page = history.latest(group.participant(ann))
    bodies = [line.message_body for line in page.lines if isinstance(line, Message)]
    assert bodies == ["The roses want water", "I go at once", "Thank you", "Gladly"]
    assert found(ann, "roses") == ["The roses want water"]
    assert found(ann, "thank") == ["Thank you"]
    assert rows(LEDGER) == rows(BARE)
    seqs = list(group.events.order_by("seq").values_list("seq", flat=True))
    group.refresh_from_db()
    assert seqs == list(range(1, group.last_seq + 1))


def test_a_repeat_is_stored_once_from_before_and_from_now(
    partitioned: None, group: Conversation, said: dict[str, Message], ann: User
) -> None:
    first = said["first"]
    again = group.post(by=ann, body=first.message_body, client_id=first.client_id)
    assert again.pk == first.pk
    once = uuid.uuid4()
    stored = group.post(by=ann, body="Once", client_id=once)
    assert group.post(by=ann, body="Once", client_id=once).pk == stored.pk
    with pytest.raises(Conflict):
        group.post(by=ann, body="Otherwise", client_id=once)


def test_the_database_itself_refuses_a_key_twice_in_whatever_partition(
    partitioned: None, said: dict[str, Message], direct: Conversation, ann: User
) -> None:
    first = said["first"]
    # Into another conversation, past every verb: another partition does not see the first.
    with pytest.raises(IntegrityError, match="message_ledger_pkey"), transaction.atomic():
        copy_into(direct, first, uuid.uuid4(), first.pk)
    with pytest.raises(IntegrityError, match="unique_message_client_id"), transaction.atomic():
        copy_into(direct, first, first.client_id, uuid.uuid4())


def test_what_hangs_on_a_message_hangs_on_one_that_exists(
    partitioned: None, said: dict[str, Message]
) -> None:
    with (
        pytest.raises(IntegrityError, match="message_ledger"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE reactions SET message_id = gen_random_uuid()")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    said["first"].delete()
    assert rows(LEDGER) == rows(BARE)


def test_a_conversation_goes_with_all_it_holds(
    partitioned: None, group: Conversation, direct: Conversation
) -> None:
    group.delete()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert rows(LEDGER) == rows(BARE)
    assert {row[1] for row in rows(LEDGER)} == {direct.pk}


def test_a_look_into_one_conversation_reads_one_partition(
    partitioned: None, group: Conversation
) -> None:
    for looked in (group.messages.order_by("-seq")[:50], group.events.filter(seq__gt=1)):
        plan = looked.explain()
        assert len(set(re.findall(r"\b(?:messages|events)_p\d\b", plan))) == 1, plan


def test_the_installation_is_still_valid(partitioned: None) -> None:
    lines: list[str] = []
    assert validate.validate(lines.append) == 0, [each for each in lines if "FAIL" in each]


def test_it_is_done_once_and_in_a_sensible_number(partitioned: None) -> None:
    with pytest.raises(CommandError, match="partitioned already"):
        call_command("partition_messages")
    with pytest.raises(CommandError, match="from 2 to 256"):
        call_command("partition_messages", partitions=1)


def found(user: User, words: str) -> list[str]:
    places = ConversationParticipant.objects.of(user).with_floor()
    return [message.message_body for message in hits.find(user, parse(words), places).messages]


def copy_into(
    conversation: Conversation, message: Message, client_id: uuid.UUID | None, pk: uuid.UUID
) -> None:
    copy = Message.objects.get(pk=message.pk)
    copy.pk, copy.client_id, copy.seq = pk, client_id, conversation.last_seq + 100
    copy.conversation = conversation
    QuerySet(Message).bulk_create([copy])
