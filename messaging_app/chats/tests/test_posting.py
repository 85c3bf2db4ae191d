"""Whatever creates a message obeys the same rules and takes the next number."""

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chats.models import Conversation, Event, Message, User
from chats.models.message.posting import Conflict, Posting, Stranger, post_each


@pytest.mark.django_db
def test_a_message_takes_the_next_number_and_records_an_event(
    direct: Conversation, ann: User
) -> None:
    before = direct.last_seq
    message = direct.post(by=ann, body="Good morning")
    assert message.seq == before + 1
    event = Event.objects.get(conversation=direct, seq=message.seq)
    assert (event.kind, event.actor, event.message_id) == ("message.created", ann, message.pk)
    direct.refresh_from_db()
    assert (direct.last_seq, direct.message_count) == (message.seq, 1)


@pytest.mark.django_db
def test_the_same_client_id_is_stored_once(direct: Conversation, ann: User) -> None:
    once = uuid.uuid4()
    first = direct.post(by=ann, body="Once", client_id=once)
    again = direct.post(by=ann, body="Once", client_id=once)
    assert first.pk == again.pk
    assert direct.get_message_count() == 1


@pytest.mark.django_db
def test_the_same_client_id_with_other_words_is_a_conflict(direct: Conversation, ann: User) -> None:
    once = uuid.uuid4()
    direct.post(by=ann, body="Once", client_id=once)
    with pytest.raises(Conflict):
        direct.post(by=ann, body="Twice", client_id=once)
    assert direct.get_message_count() == 1


@pytest.mark.django_db
def test_one_bad_posting_fails_alone(direct: Conversation, ann: User, dee: User) -> None:
    results = post_each(
        [
            Posting(direct, ann, "one"),
            Posting(direct, dee, "not here"),
            Posting(direct, ann, "  "),
            Posting(direct, ann, "two"),
        ]
    )
    assert [type(result) for result in results] == [
        Message,
        Stranger,
        ValidationError,
        Message,
    ]
    assert list(direct.messages.order_by("seq").values_list("message_body", flat=True)) == [
        "one",
        "two",
    ]
    numbers = list(direct.events.values_list("seq", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.django_db
def test_a_reply_must_be_in_the_same_conversation(
    direct: Conversation, group: Conversation, ann: User
) -> None:
    elsewhere = group.post(by=ann, body="over there")
    with pytest.raises(ValidationError):
        direct.post(by=ann, body="here", reply_to_id=elsewhere.pk)
    assert direct.get_message_count() == 0


@pytest.mark.django_db
def test_many_messages_cost_as_many_statements_as_one(direct: Conversation, ann: User) -> None:
    def count(amount: int) -> int:

        with CaptureQueriesContext(connection) as queries:
            post_each([Posting(direct, ann, f"n {i}") for i in range(amount)])
        return len(queries)

    assert count(1) == count(50)


@pytest.mark.django_db
def test_many_messages_that_call_people_by_name_cost_as_many_statements_as_one(
    direct: Conversation, ann: User, ben: User
) -> None:
    def count(amount: int) -> int:
        with CaptureQueriesContext(connection) as queries:
            stored = post_each([Posting(direct, ann, f"@Ben, {i}") for i in range(amount)])
        assert all(message.mentions == [str(ben.pk)] for message in stored)
        return len(queries)

    assert count(1) == count(20)


@pytest.mark.django_db
def test_only_a_posting_that_says_so_ends_the_draft(direct: Conversation, ann: User) -> None:
    direct.participant(ann).save_draft("Half a sen")
    post_each([Posting(direct, ann, "From elsewhere")])
    assert direct.participant(ann).draft == "Half a sen"
    post_each([Posting(direct, ann, "Half a sentence", ends_draft=True)])
    place = direct.participant(ann)
    assert (place.draft, place.draft_at, place.draft_reply_to) == ("", None, None)
