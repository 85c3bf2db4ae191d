"""Sends that arrive together commit together.

While one set is being written, what arrives waits and goes as the next one: the busier it is, the
larger the sets, and the less of a commit each message pays for. Conversations take turns, a set
holds only so much of each, and no set waits for a conversation that somebody else holds, so a
hot one does not hold up the others.
"""

import asyncio
import threading
import time
import uuid
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import structlog
from django.db import InterfaceError, OperationalError, connection

from chats.models.message.posting import Posting, Stored, as_messages, store_each
from chats.models.message.refusals import FAILURES, Busy, Full, Unavailable

if TYPE_CHECKING:
    from chats.models.message import Message

WRITERS = 2  # sets that are written at the same time
PATIENT = 4  # conversations that are waited for at the same time
MOST = 256  # postings in a set
MOST_OF_ONE = 64  # of one conversation in a set
MOST_WAITING = 10_000  # postings that are not written yet
PAUSES = (0.05, 0.25, 1.0, 2.0)  # seconds between tries, when the database is away
IDLE = 5.0  # seconds without work after which a connection goes back

log = structlog.get_logger(__name__)

Outcome = Stored | Exception
Store = Callable[..., Sequence[Any]]


@dataclass(slots=True)
class Waiting:
    """A posting and who wants to hear what became of it: a thread, or a loop."""

    posting: Posting
    future: "Future[Stored] | asyncio.Future[Stored]"
    loop: asyncio.AbstractEventLoop | None = None


class Gatherer:
    """Takes postings from any thread and any loop; starts its writers with the first one."""

    def __init__(self, store: Store = store_each, pauses: Sequence[float] = PAUSES) -> None:
        self._store = store
        self._pauses = pauses
        self._changed = threading.Condition()
        self._lines: dict[uuid.UUID, deque[Waiting]] = {}  # conversations, in the order of turns
        self._busy: set[uuid.UUID] = set()
        self._count = 0
        self._writers: list[threading.Thread] = []
        self._patient = ThreadPoolExecutor(PATIENT, thread_name_prefix="patient-writer")
        self._is_closed = False

    async def send(self, posting: Posting) -> Stored:
        """Store it with what else arrives; raises its Failure, Full or Unavailable."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Stored] = loop.create_future()
        self._enter(Waiting(posting, future, loop))
        return await future

    def send_and_wait(self, posting: Posting) -> Stored:
        """The same, for a thread."""
        future: Future[Stored] = Future()
        if not connection.in_atomic_block:
            # Those who wait must not hold every connection of the pool: the writers want one.
            connection.close()
        self._enter(Waiting(posting, future))
        return future.result()

    def close(self) -> None:
        """Write what waits, then end."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()
        for writer in self._writers:
            writer.join()
        self._patient.shutdown()

    def _enter(self, waiting: Waiting) -> None:
        posting = waiting.posting
        # A set whose connection is lost is tried again; by this a message is known to be stored.
        posting.client_id = posting.client_id or posting.id
        with self._changed:
            if self._count >= MOST_WAITING or self._is_closed:
                raise Full
            self._count += 1
            self._lines.setdefault(posting.conversation.pk, deque()).append(waiting)
            self._start_writers()
            self._changed.notify()

    def _start_writers(self) -> None:
        while len(self._writers) < WRITERS:
            writer = threading.Thread(target=self._work, daemon=True, name="writer")
            self._writers.append(writer)
            writer.start()

    def _work(self) -> None:
        while taken := self._next():
            self._finish(self._write(taken))
        connection.close()

    def _next(self) -> list[Waiting]:
        """Wait for a set to write; an empty one is the end."""
        with self._changed:
            while not (taken := self._take()):
                if self._is_closed and not self._lines:
                    break
                if not self._changed.wait(IDLE):
                    connection.close()
        return taken

    def _take(self) -> list[Waiting]:
        """So much of each conversation that nobody writes into; the rest of it waits its turn."""
        taken: list[Waiting] = []
        for conversation_id in [pk for pk in self._lines if pk not in self._busy]:
            line = self._lines.pop(conversation_id)
            for _turn in range(min(len(line), MOST_OF_ONE, MOST - len(taken))):
                taken.append(line.popleft())
            self._busy.add(conversation_id)
            if line:
                self._lines[conversation_id] = line
            if len(taken) >= MOST:
                break
        return taken

    def _write(self, taken: list[Waiting]) -> list[tuple[Waiting, Outcome]]:
        """Write a set; what goes where somebody else writes is waited for apart."""
        outcomes = self._try([waiting.posting for waiting in taken], skip_locked=True)
        pairs = list(zip(taken, outcomes, strict=True))
        apart: dict[uuid.UUID, list[Waiting]] = {
            waiting.posting.conversation.pk: [] for waiting, one in pairs if isinstance(one, Busy)
        }
        settled = []
        for waiting, outcome in pairs:
            if waiting.posting.conversation.pk in apart:
                apart[waiting.posting.conversation.pk].append(waiting)
            else:
                settled.append((waiting, outcome))
        for one in apart.values():
            self._patient.submit(self._write_patiently, one)
        return settled

    def _write_patiently(self, taken: list[Waiting]) -> None:
        outcomes = self._try([waiting.posting for waiting in taken], skip_locked=False)
        connection.close()
        self._finish(list(zip(taken, outcomes, strict=True)))

    def _try(self, postings: list[Posting], *, skip_locked: bool) -> Sequence[Outcome]:
        """One outcome each. A set that is lost on the way is tried again, whole."""
        for pause in (*self._pauses, None):
            try:
                return self._store(postings, skip_locked=skip_locked)
            except (OperationalError, InterfaceError) as error:
                connection.close()
                log.warning("set_not_written", postings=len(postings), reason=type(error).__name__)
                if pause is not None:
                    time.sleep(pause)
            except Exception as error:
                return self._alone(postings, error, skip_locked)
        return [Unavailable() for _posting in postings]

    def _alone(
        self, postings: list[Posting], error: Exception, skip_locked: bool
    ) -> Sequence[Outcome]:
        """Find out on whose account the set failed: the others of it are stored."""
        if len(postings) == 1:
            log.error("posting_failed", exc_info=error)
            return [error]
        return [self._try([one], skip_locked=skip_locked)[0] for one in postings]

    def _finish(self, settled: list[tuple[Waiting, Outcome]]) -> None:
        done = {waiting.posting.conversation.pk for waiting, _outcome in settled}
        with self._changed:
            self._busy -= done
            self._count -= len(settled)
            self._changed.notify_all()
        by_loop: defaultdict[Any, list[tuple[Waiting, Outcome]]] = defaultdict(list)
        for pair in settled:
            by_loop[pair[0].loop].append(pair)
        for loop, pairs in by_loop.items():
            if loop is None:
                _settle(pairs)
            elif not loop.is_closed():
                loop.call_soon_threadsafe(_settle, pairs)


def _settle(pairs: Iterable[tuple[Waiting, Outcome]]) -> None:
    for waiting, outcome in pairs:
        future = waiting.future
        if future.done():  # who asked has gone; what they said is stored all the same
            continue
        if isinstance(outcome, Exception):
            future.set_exception(outcome)
        else:
            future.set_result(outcome)


_open: Gatherer | None = None


def open_here() -> Gatherer:
    """Gather what this process sends from now on, as a web server does."""
    global _open
    _open = _open or Gatherer()
    return _open


def close_here() -> None:
    global _open
    if _open:
        _open.close()
    _open = None


def store_together(posting: Posting) -> Stored:
    """Store one message with what else this process sends now.

    In an open transaction it belongs to that one, and goes alone. Raises its Failure, Full or
    Unavailable.
    """
    if _open is None or connection.in_atomic_block:
        outcome = store_each([posting])[0]
    else:
        try:
            return _open.send_and_wait(posting)
        except FAILURES:
            # Asked once more here, where the refusal is worded in the person's language.
            outcome = store_each([posting])[0]
    if isinstance(outcome, Exception):
        raise outcome
    return outcome


def post_together(posting: Posting) -> "Message":
    """What `store_together` does; returns the model."""
    message = as_messages([store_together(posting)])[0]
    assert not isinstance(message, Exception)
    return message
