"""History that is posted: who speaks joins, nobody has anything to read, listeners hear it."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from chats.models import Conversation, ConversationParticipant, Event, User
from chats.models.message.posting import Posting, post_each
from chats.signals import recorded

THEN = datetime(2008, 4, 27, tzinfo=UTC)


def old(conversation: Conversation, sender: User, body: str) -> Posting:
    return Posting(conversation, sender, body, sent_at=THEN, is_history=True)


@pytest.mark.django_db
def test_a_stranger_joins_only_with_history(group: Conversation, dee: User) -> None:
    assert isinstance(post_each([Posting(group, dee, "hello")])[0], PermissionDenied)
    first, second = post_each([old(group, dee, "one"), old(group, dee, "two")])
    place = group.participant(dee)
    assert (place.joined_seq + 1, place.joined_at) == (first.seq - 1, THEN)  # type: ignore[union-attr]
    assert place.last_read_seq == second.seq  # type: ignore[union-attr]
    group.refresh_from_db()
    assert group.participant_count == 4
    numbers = list(Event.objects.filter(conversation=group).values_list("seq", flat=True))
    assert numbers == list(range(1, group.last_seq + 1))


@pytest.mark.django_db
def test_no_third_person_joins_a_direct_conversation(direct: Conversation, dee: User) -> None:
    before = list(direct.events.values())
    assert isinstance(post_each([old(direct, dee, "me too")])[0], ValidationError)
    assert list(direct.events.values()) == before
    assert not direct.is_participant(dee)


@pytest.mark.django_db
def test_history_is_unread_by_nobody_and_unread_words_stay_so(
    group: Conversation, ann: User, ben: User, dee: User
) -> None:
    ConversationParticipant.objects.filter(user=ben).get().mark_read()
    group.post(by=ann, body="live")
    post_each([old(group, dee, "old"), old(group, ann, "older")])
    listed = {place.user_id: place.unread for place in group_places(group)}
    assert listed[ann.pk] == 0 and listed[dee.pk] == 0
    assert listed[ben.pk] == 3


@pytest.mark.django_db
def test_listeners_hear_who_joined(group: Conversation, dee: User) -> None:
    heard: list[tuple[int, str]] = []

    def listener(event: Event, **_: object) -> None:
        heard.append((event.seq, event.kind))

    recorded.connect(listener)
    try:
        post_each([old(group, dee, "one")])
    finally:
        recorded.disconnect(listener)
    stored = Event.objects.filter(conversation=group).order_by("-seq")[:2]
    assert sorted(heard) == sorted((event.seq, event.kind) for event in stored)


@pytest.mark.django_db
def test_many_people_are_brought_in_at_once(group: Conversation, ann: User, dee: User) -> None:
    group.bring_in([ann, dee])
    group.refresh_from_db()
    assert group.participant_count == 4
    assert group.last_seq == group.events.count()
    assert group.events.order_by("-seq")[0].data == {"person": str(dee.pk)}


def group_places(group: Conversation) -> list[ConversationParticipant]:
    return list(ConversationParticipant.objects.filter(conversation=group).listed())
