"""Sends that arrive together commit together, and nothing that goes wrong loses or doubles one."""

import asyncio
import threading
import uuid
from collections.abc import Callable, Iterator, Sequence
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import (
    DEFAULT_DB_ALIAS,
    InterfaceError,
    OperationalError,
    connection,
    connections,
    transaction,
)

from chats.models import Conversation, Message, User
from chats.models.message import gathering
from chats.models.message.gathering import Gatherer
from chats.models.message.posting import Posting, Stored, store_each
from chats.models.message.refusals import Conflict, Full, Stranger, Unavailable
from chats.signals import recorded

Gather = Callable[..., Gatherer]


class Recorder:
    """Stores as usual; notes each set, and does first what a test wants."""

    def __init__(self, before: Callable[[Sequence[Posting], int], None] | None = None) -> None:
        self.sets: list[list[str]] = []
        self.before = before or (lambda postings, number: None)
        self.after: Callable[[int], None] = lambda number: None

    def __call__(self, postings: Sequence[Posting], *, skip_locked: bool) -> Any:
        self.sets.append([posting.message_body for posting in postings])
        self.before(postings, len(self.sets))
        results = store_each(postings, skip_locked=skip_locked)
        self.after(len(self.sets))
        return results


@pytest.fixture
def gather(transactional_db: None) -> Iterator[Gather]:
    """A gatherer that is closed at the end."""
    made: list[Gatherer] = []

    def start(store: Any = store_each) -> Gatherer:
        made.append(Gatherer(store, pauses=(0, 0)))
        return made[-1]

    yield start
    for gatherer in made:
        gatherer.close()


def send_all(gatherer: Gatherer, postings: Sequence[Posting]) -> list[Any]:
    """What became of each, sent at once from one event loop."""

    async def together() -> list[Any]:
        return await asyncio.gather(*map(gatherer.send, postings), return_exceptions=True)

    return asyncio.run(together())


def bodies(conversation: Conversation) -> list[str]:
    return list(conversation.messages.order_by("seq").values_list("message_body", flat=True))


def has_no_holes(conversation: Conversation) -> bool:
    numbers = list(conversation.events.order_by("seq").values_list("seq", flat=True))
    conversation.refresh_from_db()
    return numbers == list(range(1, conversation.last_seq + 1))


def test_what_arrives_while_a_set_is_written_goes_as_one_set(
    gather: Gather, direct: Conversation, ann: User
) -> None:
    store = Recorder()
    results = send_all(gather(store), [Posting(direct, ann, f"n {i}") for i in range(50)])
    assert all(isinstance(result, Stored) for result in results)
    assert len(store.sets) <= 4
    assert bodies(direct) == [f"n {i}" for i in range(50)]
    assert has_no_holes(direct)


def test_of_fifty_one_bad_one_fails_alone(
    gather: Gather, direct: Conversation, ann: User, dee: User
) -> None:
    postings = [Posting(direct, ann, f"n {i}") for i in range(50)]
    postings[20] = Posting(direct, ann, " ")
    postings[30] = Posting(direct, dee, "not here")
    results = send_all(gather(), postings)
    assert isinstance(results[20], ValidationError) and isinstance(results[30], Stranger)
    assert sum(isinstance(result, Stored) for result in results) == 48
    assert len(bodies(direct)) == 48 and has_no_holes(direct)


def test_the_same_id_twice_in_one_set_is_stored_once(
    gather: Gather, direct: Conversation, ann: User
) -> None:
    once = uuid.uuid4()
    results = send_all(
        gather(),
        [
            Posting(direct, ann, "Once", client_id=once),
            Posting(direct, ann, "Once", client_id=once),
            Posting(direct, ann, "Other words", client_id=once),
        ],
    )
    assert [results[0].is_new, results[1].is_new] == [True, False]
    assert results[0].id == results[1].id
    assert isinstance(results[2], Conflict)
    assert bodies(direct) == ["Once"]


@pytest.mark.parametrize("lost", [OperationalError, InterfaceError])
def test_a_set_whose_connection_is_lost_before_the_commit_is_tried_again(
    gather: Gather, direct: Conversation, ann: User, lost: type[Exception]
) -> None:
    def lose(postings: Sequence[Posting], number: int) -> None:
        if number == 1:
            raise lost("gone")

    results = send_all(gather(Recorder(lose)), [Posting(direct, ann, f"n {i}") for i in range(9)])
    assert all(result.is_new for result in results)
    assert sorted(bodies(direct)) == [f"n {i}" for i in range(9)]
    assert has_no_holes(direct)


def test_a_set_whose_connection_is_lost_after_the_commit_is_not_doubled(
    gather: Gather, direct: Conversation, ann: User
) -> None:
    store = Recorder()

    def lose(number: int) -> None:
        if number == 1:
            raise OperationalError("gone")

    store.after = lose
    results = send_all(gather(store), [Posting(direct, ann, f"n {i}") for i in range(9)])
    assert all(result.is_new for result in results)
    assert sorted(bodies(direct)) == [f"n {i}" for i in range(9)]
    assert has_no_holes(direct)


def test_a_connection_that_the_server_ends_is_replaced(
    gather: Gather, direct: Conversation, ann: User
) -> None:
    def end_it(postings: Sequence[Posting], number: int) -> None:
        if number == 1:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
            own = connection.connection.info.backend_pid
            from_elsewhere(f"SELECT pg_terminate_backend({own})")

    results = send_all(gather(Recorder(end_it)), [Posting(direct, ann, "through")])
    assert results[0].is_new and bodies(direct) == ["through"]


def test_a_set_that_loses_a_deadlock_is_tried_again(
    gather: Gather, direct: Conversation, group: Conversation, ann: User
) -> None:
    def deadlock(postings: Sequence[Posting], number: int) -> None:
        if number == 1:
            raise OperationalError("deadlock detected")

    sent = [Posting(direct, ann, "one"), Posting(group, ann, "two")]
    assert all(result.is_new for result in send_all(gather(Recorder(deadlock)), sent))
    assert bodies(direct) == ["one"] and bodies(group) == ["two"]


def test_when_the_database_stays_away_one_is_told_so(
    gather: Gather, direct: Conversation, ann: User
) -> None:
    def away(postings: Sequence[Posting], number: int) -> None:
        raise OperationalError("away")

    store = Recorder(away)
    gatherer = gather(store)
    assert isinstance(send_all(gatherer, [Posting(direct, ann, "hi")])[0], Unavailable)
    store.before = lambda postings, number: None
    assert send_all(gatherer, [Posting(direct, ann, "hi")])[0].is_new


def test_when_too_much_waits_the_next_is_refused_and_nothing_is_lost(
    gather: Gather, direct: Conversation, ann: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering, "MOST_WAITING", 5)
    results = send_all(gather(), [Posting(direct, ann, f"n {i}") for i in range(8)])
    assert [type(result) for result in results] == [Stored] * 5 + [Full] * 3
    assert bodies(direct) == [f"n {i}" for i in range(5)]


def test_a_listener_that_fails_for_one_undoes_only_that_one(
    gather: Gather, direct: Conversation, ann: User
) -> None:
    def refuse(event: Any, **_: object) -> None:
        if event.message and event.message.message_body == "bad":
            raise RuntimeError("no")

    recorded.connect(refuse)
    try:
        results = send_all(gather(), [Posting(direct, ann, body) for body in ("a", "bad", "b")])
    finally:
        recorded.disconnect(refuse)
    assert isinstance(results[1], RuntimeError)
    assert sorted(bodies(direct)) == ["a", "b"] and has_no_holes(direct)


def test_who_holds_one_conversation_does_not_hold_up_the_others(
    gather: Gather, direct: Conversation, group: Conversation, ann: User
) -> None:
    gatherer = gather()
    slow: list[Stored] = []
    waits = threading.Thread(
        target=lambda: slow.append(gatherer.send_and_wait(Posting(direct, ann, "waits")))
    )
    with transaction.atomic():
        direct.lock()
        waits.start()
        passed = [gatherer.send_and_wait(Posting(group, ann, f"n {i}")) for i in range(3)]
        assert [result.is_new for result in passed] == [True] * 3
        assert slow == []
    waits.join(10)
    assert slow[0].is_new and bodies(direct) == ["waits"]


def test_a_hot_conversation_takes_turns_with_the_others(
    gather: Gather, direct: Conversation, group: Conversation, ann: User
) -> None:
    store = Recorder()
    hot = [Posting(group, ann, f"hot {i}") for i in range(300)]
    send_all(gather(store), [*hot, Posting(direct, ann, "cool")])
    turn = next(number for number, one in enumerate(store.sets) if "cool" in one)
    assert turn <= 2
    assert max(sum(body.startswith("hot") for body in one) for one in store.sets) <= 64
    assert bodies(group) == [f"hot {i}" for i in range(300)]


@pytest.mark.django_db(transaction=True)
def test_in_a_transaction_a_message_belongs_to_it(direct: Conversation, ann: User) -> None:
    class Undone(Exception): ...

    gathering.open_here()
    try:
        with pytest.raises(Undone), transaction.atomic():
            direct.post(by=ann, body="never said")
            raise Undone
        assert direct.post(by=ann, body="said").seq == Message.objects.get().seq
    finally:
        gathering.close_here()


def from_elsewhere(sql: str) -> None:
    """Run a statement on a connection of another thread."""

    def run() -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql)
        connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()


def test_a_listener_hears_of_words_whose_sender_brought_only_keys(
    gather: Gather, direct: Conversation, ann: User
) -> None:
    heard: list[tuple[str, str, object]] = []

    def listen(event: Any, conversation_kind: str, **_: object) -> None:
        heard.append((conversation_kind, event.message.message_body, event.actor_id))

    key, caller = SimpleNamespace(pk=direct.pk), SimpleNamespace(pk=ann.pk, is_active=True)
    recorded.connect(listen)
    try:
        send_all(gather(), [Posting(key, caller, "by key")])
    finally:
        recorded.disconnect(listen)
    assert heard == [("direct", "by key", ann.pk)]


def test_who_waits_gives_their_connection_to_the_writers(
    gather: Gather, direct: Conversation, ann: User
) -> None:
    mine = connections[DEFAULT_DB_ALIAS]
    held: list[object] = []

    def look(postings: Sequence[Posting], number: int) -> None:
        held.append(mine.connection)

    gatherer = gather(Recorder(look))
    assert Conversation.objects.filter(pk=direct.pk).exists() and mine.connection is not None
    assert gatherer.send_and_wait(Posting(direct, ann, "words")).is_new
    assert held == [None]
