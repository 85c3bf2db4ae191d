"""The hub of one process: hears the bell, reads once, and feeds every open stream.

Catching up and being live are one path: a screen says how far it has come, and gets what
follows. Everything here runs on the event loop; the database is asked in a thread of the hub,
which gives its connection back at once.
"""

import asyncio
import random
import uuid
from collections.abc import Callable, Iterable
from typing import Any
from weakref import WeakKeyDictionary

import structlog
from django.db import DatabaseError

from chats.live import signins
from chats.live.pace import Pace
from chats.live.screen import Screen
from chats.live.showing import Showing
from chats.live.topics import Topics
from chats.live.watching import Watching
from realtime import bell, presence, stream

GATHER = 0.015  # seconds between two looks, in which wake-ups become one
SAFETY = 1.0  # seconds between looks that make a lost wake-up harmless
SIGNINS = 10.0  # seconds between checks that who listens is still signed in
PRESENT = 20.0  # seconds between signs of life
PAUSE = 0.005  # seconds between screens that are asked to load a part again
MOST_SCREENS = 20  # open streams of one person

log = structlog.get_logger(__name__)


class TooManyScreens(Exception):
    """The person has as many streams open as one may."""


class Hub(Showing, Watching):
    def __init__(self) -> None:
        super().__init__()
        self._topics = Topics()
        self._pace = Pace(self.tracking.count_listeners, self._show_rows_again)
        self._rung = asyncio.Event()
        self._served_at = 0.0
        self._tasks: set[asyncio.Task[Any]] = set()

    async def start(self) -> None:
        bell.listen(self.wake)
        await bell.open_ears()
        for work, pause in (
            (self._flush, 0.0),
            (self.look, SAFETY),
            (self.check_signins, SIGNINS),
            (self.show_signs_of_life, PRESENT),
            (self.beat, stream.HEARTBEAT),
        ):
            self._spawn(self._repeat(work, pause))

    async def join(self, screen: Screen, list_version: str) -> None:
        """Register a screen first, then let it catch up."""
        mine = self.screens[screen.user_id]
        if len(mine) >= MOST_SCREENS:
            raise TooManyScreens
        mine.add(screen)
        if len(mine) == 1:
            presence.arrived([screen.user_id])
        snapshot = await self.call(signins.Snapshot.of, screen.user_id)
        self.tracking.add(screen.user_id, snapshot)
        screen.stream.greet(
            "hello",
            {
                "user": str(screen.user_id),
                "total": self.tracking.total(screen.user_id),
                "online": presence.everybody(),
            },
        )
        if list_version and list_version != snapshot.version:
            screen.reset(None, "list")
        for conversation_id, seq in tuple(screen.cursors.items()):
            if seq > snapshot.conversations.get(conversation_id, seq):
                screen.reset(conversation_id, "too_old")  # the history went back, from a backup
        opened = list(screen.cursors)
        await self.catch_up(opened, self.watched(opened, [screen]))
        await self.send_positions(opened, [screen])

    def leave(self, screen: Screen) -> None:
        screen.stream.close()
        mine = self.screens[screen.user_id]
        mine.discard(screen)
        if not mine:
            self._spawn(self.say_goodbye(screen.user_id))

    def drain(self) -> None:
        """Ask every browser to come back in a moment, each at another time, and end its stream."""
        for screen in self.all_screens():
            screen.send("reconnect", {"after": random.randint(200, 2000)})  # noqa: S311 - jitter
            screen.stream.close()

    def wake(self, topics: Iterable[str]) -> None:
        if not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self._gather, tuple(topics))

    def _gather(self, topics: tuple[str, ...]) -> None:
        self._topics.add(topics)
        self._rung.set()

    def _show_rows_again(self, conversation_id: uuid.UUID) -> None:
        self._gather((f"rows:{conversation_id}",))

    async def _flush(self) -> None:
        await self._rung.wait()
        # The first is served at once; what follows closely waits for its like.
        await asyncio.sleep(max(0.0, self._served_at + GATHER - self.loop.time()))
        self._served_at = self.loop.time()
        self._rung.clear()
        topics, self._topics = self._topics, Topics()
        try:
            await self._serve(topics)
        except DatabaseError:
            self._gather(topics.again())  # the history is still there; look again in a moment
            await asyncio.sleep(SAFETY)

    async def _serve(self, topics: Topics) -> None:
        for user_id, session in topics.ended:
            self.end(user_id, session)
        self.show_presence({user for topic in topics.presence if (user := presence.hear(topic))})
        for conversation_id, user_id in topics.typing:
            await self.show_typing(conversation_id, user_id)
        for hidden in topics.hidden:
            self.show_hidden(*hidden)
        if topics.conversations:
            await self._show(topics.conversations)
        if topics.personal:
            await self.send_rows_of(topics.personal)
        rows = self._pace.take(topics.conversations | topics.rows)
        if rows:
            await self.send_rows(rows)
        if rows or topics.receipts:
            await self.send_positions(rows | topics.receipts)
        if topics.missed:
            self._spawn(self.make_up())

    async def _show(self, conversations: set[uuid.UUID]) -> None:
        last = await self.catch_up(conversations, self.watched(conversations))
        for conversation_id, seq in last.items():
            self.tracking.saw(conversation_id, seq)

    async def make_up(self) -> None:
        """Others may have rung in vain: say again what no number tells, screen after screen."""
        screens = self.all_screens()
        try:
            await self.look()
            await self.send_positions({pk for screen in screens for pk in screen.cursors})
            await self.show_lately_hidden()
        except DatabaseError:
            await asyncio.sleep(SAFETY)
            self._gather(("hearing:again",))
            return
        for screen in screens:
            screen.reset(None, "list")
            await asyncio.sleep(PAUSE)

    async def _repeat(self, work: Callable[[], Any], pause: float) -> None:
        while True:
            try:
                await work()
            except DatabaseError:
                log.warning("hub_waits_for_the_database")
                await asyncio.sleep(SAFETY)
            except Exception:
                log.exception("hub_task_failed", task=work.__name__)
                await asyncio.sleep(SAFETY)
            await asyncio.sleep(pause)

    def _spawn(self, work: Any) -> None:
        task = self.loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


_hubs: "WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Future[Hub]]" = WeakKeyDictionary()


async def current() -> Hub:
    """The hub of this process, started with the first stream."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        _hubs[loop] = loop.create_future()
        hub = Hub()
        await hub.start()
        _hubs[loop].set_result(hub)
    return await _hubs[loop]


def drain() -> None:
    """End every stream of this process; call it on the event loop before the server stops."""
    for started in _hubs.values():
        if started.done():
            started.result().drain()
