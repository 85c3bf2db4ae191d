"""Many write at once, each on a connection of its own; the rules hold all the same."""

import threading
import uuid
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from chats.models import Conversation, Event, Message, User
from chats.models.message.posting import Posting, post_each
from chats.tests.cast import make_person

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS = 8

T = TypeVar("T")


def at_once(work: Iterable[Callable[[], T]]) -> list[T]:
    """Run each piece in a thread of its own, all starting together; the first failure is raised."""
    pieces = list(work)
    start = threading.Barrier(len(pieces))

    def run(piece: Callable[[], T]) -> T:
        try:
            start.wait(timeout=60)
            return piece()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(pieces)) as pool:
        return [future.result(timeout=60) for future in [pool.submit(run, p) for p in pieces]]


def numbers(conversation: Conversation) -> list[int]:
    return list(conversation.events.order_by("seq").values_list("seq", flat=True))


def test_eight_writers_leave_no_hole_and_a_reader_misses_nothing(group: Conversation) -> None:
    people = [make_person(f"Writer{n}", "Busy") for n in range(WRITERS)]
    group.participants.add(*people)
    cursor = first = Conversation.objects.get(pk=group.pk).last_seq
    total = WRITERS * 25
    followed: list[int] = []

    def write(person: User) -> None:
        own = Conversation.objects.get(pk=group.pk)
        for number in range(25):
            own.post(by=person, body=f"{person} {number}")

    def follow() -> None:
        nonlocal cursor
        while len(followed) < total:
            rows = Event.objects.filter(conversation=group, seq__gt=cursor).order_by("seq")
            followed.extend(rows.values_list("seq", flat=True))
            cursor = followed[-1] if followed else cursor

    at_once([follow, *(lambda person=person: write(person) for person in people)])
    assert followed == list(range(first + 1, first + total + 1))
    assert numbers(group) == list(range(1, first + total + 1))
    group.refresh_from_db()
    assert group.message_count == group.get_message_count() == total
    for person in people:
        said = group.messages.filter(sender=person).order_by("seq")
        assert [int(m.message_body.split()[-1]) for m in said] == list(range(25))


def test_a_pair_that_meets_at_once_has_one_conversation(ann: User, ben: User) -> None:
    found = at_once(
        lambda pair=pair: Conversation.objects.direct_between(*pair)
        for pair in [(ann, ben), (ben, ann)] * (WRITERS // 2)
    )
    assert len({conversation.pk for conversation in found}) == 1
    only = Conversation.objects.get()
    assert (only.participant_count, only.get_participant_count()) == (2, 2)
    assert numbers(only) == [1, 2]


def test_a_message_sent_eight_times_at_once_is_stored_once(direct: Conversation, ann: User) -> None:
    once = uuid.uuid4()
    stored = at_once(
        lambda: Conversation.objects.get(pk=direct.pk).post(by=ann, body="Once", client_id=once)
        for __ in range(WRITERS)
    )
    assert len({message.pk for message in stored}) == 1
    direct.refresh_from_db()
    assert (direct.message_count, direct.get_message_count()) == (1, 1)
    assert numbers(direct) == list(range(1, direct.last_seq + 1))


def test_a_person_added_eight_times_at_once_is_there_once(group: Conversation, dee: User) -> None:
    places = at_once(
        lambda: Conversation.objects.get(pk=group.pk).add_participant(dee) for __ in range(WRITERS)
    )
    assert len({place.pk for place in places}) == 1
    group.refresh_from_db()
    assert (group.participant_count, group.get_participant_count()) == (4, 4)


def test_nobody_speaks_after_they_were_removed(group: Conversation, ann: User, cy: User) -> None:
    removed = threading.Event()

    def speak() -> None:
        own = Conversation.objects.get(pk=group.pk)
        for number in range(1000):
            try:
                own.post(by=cy, body=str(number))
            except PermissionDenied:
                assert removed.wait(timeout=60)
                return
        pytest.fail("The removal was never felt.")

    def remove() -> None:
        own = Conversation.objects.get(pk=group.pk)
        while own.get_message_count() < 5:
            pass
        own.remove_participant(cy, by=ann)
        removed.set()

    at_once([speak, remove])
    left = group.events.get(kind="participant.left")
    assert group.messages.filter(sender=cy).count() >= 5
    assert not group.messages.filter(sender=cy, seq__gt=left.seq).exists()


def test_of_two_who_leave_at_once_one_stays(group: Conversation, ann: User, ben: User) -> None:
    def leave(person: User) -> bool:
        try:
            Conversation.objects.get(pk=group.pk).remove_participant(person, by=person)
        except ValidationError:
            return False
        return True

    gone = at_once([lambda: leave(ann), lambda: leave(ben)])
    assert sorted(gone) == [False, True]
    group.refresh_from_db()
    assert (group.participant_count, group.get_participant_count()) == (2, 2)


def test_sets_over_the_same_conversations_do_not_wait_for_each_other(
    group: Conversation, direct: Conversation, ann: User
) -> None:
    rooms = [group, direct]

    def send(order: list[Conversation]) -> int:
        for number in range(25):
            results = post_each([Posting(room, ann, str(number)) for room in order])
            assert all(isinstance(result, Message) for result in results)
        return 25

    sent = at_once([lambda: send(rooms), lambda: send(rooms[::-1])] * 2)
    for room in rooms:
        room.refresh_from_db()
        assert room.message_count == room.get_message_count() == sum(sent)
        assert numbers(room) == list(range(1, room.last_seq + 1))


def test_bulk_changes_of_members_and_sends_do_not_wait_for_each_other(
    group: Conversation, direct: Conversation, ann: User, dee: User, olu: User
) -> None:
    other = Conversation.objects.start_group(by=ann, people=[olu], title="Other")
    rooms = [group, other]

    eve = make_person("Eve", "Visiting")

    def come_and_go(person: User, order: list[Conversation]) -> None:
        for __ in range(10):
            person.conversations.add(*order)
            person.conversations.remove(*order)

    def send() -> None:
        for number in range(20):
            post_each([Posting(room, ann, str(number)) for room in (direct, *rooms)])

    at_once([lambda: come_and_go(dee, rooms), lambda: come_and_go(eve, rooms[::-1]), send])
    for room in rooms:
        room.refresh_from_db()
        assert room.participant_count == room.get_participant_count()
        assert numbers(room) == list(range(1, room.last_seq + 1))


def test_a_read_position_raced_ends_at_the_furthest(direct: Conversation, ben: User) -> None:
    ann = direct.participants.exclude(pk=ben.pk).get()
    seqs = [direct.post(by=ann, body=str(n)).seq for n in range(WRITERS)]
    at_once(lambda seq=seq: direct.participant(ben).read(seq) for seq in seqs)
    assert direct.participant(ben).last_read_seq == max(seqs)


def test_deleting_and_restoring_at_once_keeps_the_count(direct: Conversation, ann: User) -> None:
    message = direct.post(by=ann, body="Here or not")

    def flip() -> None:
        own = Message.objects.select_related("conversation").get(pk=message.pk)
        for __ in range(10):
            own.soft_delete(by=ann)
            own.restore()

    at_once([flip] * 4)
    direct.refresh_from_db()
    assert direct.message_count == direct.get_message_count()
    assert numbers(direct) == list(range(1, direct.last_seq + 1))
