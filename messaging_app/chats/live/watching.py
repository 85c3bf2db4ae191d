"""What the hub does by itself: who is here, who may still listen, and what no bell told."""

import asyncio
import uuid
from collections.abc import Collection

from django.utils import timezone

from chats.live import signins
from chats.live.pace import FEW
from chats.live.screens import Screens
from chats.models import User
from realtime import presence, stream
from realtime.stream import Frame, frame

TOGETHER = 0.5  # seconds in which a crowd's comings and goings become one
GRACE = 8.0  # seconds after the last screen closed until somebody counts as gone


class Watching(Screens):
    def __init__(self) -> None:
        super().__init__()
        self._news: set[str] = set()  # people of whom it is not told yet
        self._telling: asyncio.TimerHandle | None = None

    def show_presence(self, users: Collection[str]) -> None:
        """Who came, went or rests: at once to a few screens, to many all together in a moment."""
        self._news.update(users)
        if not self._news or self._telling:
            return
        if len(self.all_screens()) <= FEW:
            self._tell_presence()
        else:
            self._telling = self.loop.call_later(TOGETHER, self._tell_presence)

    def _tell_presence(self) -> None:
        users, self._news, self._telling = self._news, set(), None
        said = Frame(b"".join(frame("presence", _presence_of(user)) for user in users))
        for screen in self.all_screens():
            screen.write(said)

    def end(self, user_id: uuid.UUID, session: str) -> None:
        for screen in self.screens_of(user_id):
            if session in ("*", screen.session):
                screen.send("end", {"reason": "signed_out"})
                screen.stream.close()

    async def look(self) -> None:
        """See by ourselves what changed, in case a wake-up was lost."""
        stale = await self.call(self.tracking.find_stale) if self.all_screens() else None
        if stale:
            self.wake([f"conversation:{conversation_id}" for conversation_id in stale])

    async def check_signins(self) -> None:
        screens = self.all_screens()
        if screens:
            wanted = {(screen.user_id, screen.session_key) for screen in screens}
            for user_id, key in wanted - await self.call(signins.still_valid, wanted):
                self.end(user_id, stream.session_name(key))

    async def show_signs_of_life(self) -> None:
        presence.arrived(user_id for user_id, screens in self.screens.items() if screens)

    async def beat(self) -> None:
        """Say to every screen that the connection is alive, and hear that it is not."""
        for screen in self.all_screens():
            screen.write(stream.BEAT)

    async def say_goodbye(self, user_id: uuid.UUID) -> None:
        await asyncio.sleep(GRACE)
        if not self.screens[user_id]:
            del self.screens[user_id]
            self.tracking.forget(user_id)
            presence.left([user_id])
            await self.call(_note_last_seen, user_id)


def _presence_of(user: str) -> dict[str, str | None]:
    state = presence.state_of(user)
    seen = timezone.now().isoformat() if state == presence.OFFLINE else None
    return {"user": user, "state": state, "seen": seen}


def _note_last_seen(user_id: uuid.UUID) -> None:
    User.objects.filter(pk=user_id).update(last_seen_at=timezone.now())
