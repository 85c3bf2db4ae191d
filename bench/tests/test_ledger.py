"""The closing check finds what it is there for."""

import uuid

import pytest

from bench.ledger import RapportLedger
from bench.load.words import text
from chats.models import Conversation, Message, User
from chats.tests.cast import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def ann() -> User:
    return make_person("Ann", "Lindqvist")


@pytest.fixture
def direct(ann: User) -> Conversation:
    return Conversation.objects.direct_between(ann, make_person("Ben", "Okafor"))


def test_it_finds_nothing_when_all_is_stored_once(direct: Conversation, ann: User) -> None:
    ledger = RapportLedger([str(direct.pk)], "run1")
    _say(direct, ann, 1, 2)
    assert ledger.problems(2) == []


def test_it_finds_what_was_lost(direct: Conversation, ann: User) -> None:
    ledger = RapportLedger([str(direct.pk)], "run1")
    _say(direct, ann, 1)
    assert ledger.problems(2) == ["2 messages were accepted, and 1 are stored"]


def test_it_finds_what_is_there_twice(direct: Conversation, ann: User) -> None:
    ledger = RapportLedger([str(direct.pk)], "run1")
    _say(direct, ann, 1, 1)
    assert ledger.problems(2) == ["1 messages are stored twice"]


def test_it_finds_numbers_without_messages(direct: Conversation, ann: User) -> None:
    ledger = RapportLedger([str(direct.pk)], "run1")
    _say(direct, ann, 1, 2)
    Conversation.objects.filter(pk=direct.pk).update(last_seq=direct.last_seq + 3)
    found = ledger.problems(2)
    assert "numbers were given away for 2 messages" in " ".join(found)
    assert "events" in " ".join(found)


def test_it_finds_a_wrong_counter(direct: Conversation, ann: User) -> None:
    ledger = RapportLedger([str(direct.pk)], "run1")
    _say(direct, ann, 1)
    Conversation.objects.filter(pk=direct.pk).update(message_count=7)
    assert ledger.problems(1) == ["counters are wrong by 6 messages"]


def _say(direct: Conversation, ann: User, *marks: int) -> None:
    for mark in marks:
        direct.post(by=ann, body=text("run1", mark), client_id=uuid.uuid4())
    assert Message.objects.filter(conversation=direct).count() == len(marks)
