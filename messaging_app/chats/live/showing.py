"""From the history to the screens: what changed, the rows, the ticks, and who types."""

import uuid
from collections import defaultdict
from collections.abc import Iterable

from chats.live import faces
from chats.live.reading import MOST_BEHIND, Reading, read, read_positions
from chats.live.screen import Face, Screen
from chats.live.screens import Screens
from chats.models import User


class Showing(Screens):
    async def catch_up(
        self,
        screens: list[Screen],
        conversations: Iterable[uuid.UUID],
        with_rows: bool = True,
    ) -> None:
        """Send these screens what follows their cursors, and the rows as they are now."""
        wanted = set(conversations)
        users = {screen.user_id for screen in screens}
        if not wanted or not users:
            return
        reading = await self.call(read, wanted, users, _cursors(screens, wanted))
        self._forget_strangers(screens, wanted, reading)
        looks = await self.call(faces.draw, reading, _faces(screens), with_rows)
        for screen in screens:
            self._show_changes(screen, wanted, reading, looks)
            if with_rows:
                self._show_rows(screen, reading, looks)
        for conversation_id, last in reading.last.items():
            self.tracking.saw(conversation_id, last)

    def _show_changes(
        self, screen: Screen, wanted: set[uuid.UUID], reading: Reading, looks: faces.Looks
    ) -> None:
        for conversation_id in wanted & screen.cursors.keys():
            place = reading.places.get((conversation_id, screen.user_id))
            if place is None:
                screen.reset(conversation_id, "gone")
                continue
            if reading.last[conversation_id] - screen.cursors[conversation_id] > MOST_BEHIND:
                screen.reset(conversation_id, "too_old")
                continue
            for event in reading.events.get(conversation_id, ()):
                change = looks.change(event, place, screen.face, reading)
                screen.show(conversation_id, event.seq, change)

    def _show_rows(self, screen: Screen, reading: Reading, looks: faces.Looks) -> None:
        for (conversation_id, user_id), place in reading.places.items():
            if user_id == screen.user_id:
                unread = 0 if place.is_muted or place.archived_at else place.unread
                self.tracking.count(user_id, conversation_id, unread)
                row = looks.row(place, screen.face)
                screen.send("row", row | {"total": self.tracking.total(user_id)})

    def _forget_strangers(
        self, screens: list[Screen], wanted: set[uuid.UUID], reading: Reading
    ) -> None:
        """Who no longer takes part hears nothing more; who joined is known from now on."""
        for user_id in {screen.user_id for screen in screens}:
            for conversation_id in wanted:
                if (conversation_id, user_id) in reading.places:
                    self.tracking.joined(conversation_id, user_id)
                elif self.tracking.left(conversation_id, user_id):
                    self._take_row_away(conversation_id, user_id)

    def _take_row_away(self, conversation_id: uuid.UUID, user_id: uuid.UUID) -> None:
        gone = {"conversation": str(conversation_id), "html": None}
        for screen in self.screens_of(user_id):
            screen.send("row", gone | {"total": self.tracking.total(user_id)})

    async def send_rows_of(self, personal: set[tuple[uuid.UUID, uuid.UUID]]) -> None:
        """Something changed for one person only: their own other screens show it."""
        users = {user_id for __, user_id in personal if user_id in self.screens}
        screens = [screen for user_id in users for screen in self.screens[user_id]]
        if screens:
            reading = await self.call(read, {pk for pk, __ in personal}, users, {})
            wanted = {key: place for key, place in reading.places.items() if key in personal}
            reading.places = wanted
            looks = await self.call(faces.draw, reading, _faces(screens), True)
            for screen in screens:
                self._show_rows(screen, reading, looks)

    async def send_positions(
        self, conversations: Iterable[uuid.UUID], screens: list[Screen]
    ) -> None:
        watched = {pk for screen in screens for pk in screen.cursors} & set(conversations)
        if not watched:
            return
        positions = await self.call(read_positions, watched)
        for screen in screens:
            for conversation_id in watched & screen.cursors.keys() & positions.keys():
                seen, received = positions[conversation_id].without(screen.user_id)
                screen.send(
                    "receipts",
                    {"conversation": str(conversation_id), "read": seen, "delivered": received},
                )

    async def show_typing(self, conversation_id: uuid.UUID, user_id: uuid.UUID) -> None:
        hearers = self.tracking.members(conversation_id) - {user_id}
        screens = [screen for hearer in hearers for screen in self.screens_of(hearer)]
        if screens:
            name = await self.call(_name_of, user_id)
            typing = {"conversation": str(conversation_id), "user": str(user_id), "name": name}
            for screen in screens:
                screen.send("typing", typing)

    def show_hidden(
        self, conversation_id: uuid.UUID, user_id: uuid.UUID, message_id: uuid.UUID, hidden: bool
    ) -> None:
        """Somebody deleted a message for themselves, or took that back."""
        data = {
            "conversation": str(conversation_id),
            "message": str(message_id),
            "hidden": hidden,
        }
        for screen in self.screens_of(user_id):
            screen.send("hide", data)


def _cursors(screens: Iterable[Screen], wanted: set[uuid.UUID]) -> dict[uuid.UUID, set[int]]:
    """How far the screens have come in each of `wanted` that is open somewhere."""
    cursors: defaultdict[uuid.UUID, set[int]] = defaultdict(set)
    for screen in screens:
        for conversation_id in wanted & screen.cursors.keys():
            cursors[conversation_id].add(screen.cursors[conversation_id])
    return cursors


def _faces(screens: Iterable[Screen]) -> dict[uuid.UUID, set[Face]]:
    faces_of: defaultdict[uuid.UUID, set[Face]] = defaultdict(set)
    for screen in screens:
        faces_of[screen.user_id].add(screen.face)
    return faces_of


def _name_of(user_id: uuid.UUID) -> str:
    person: User = User.objects.get(pk=user_id)
    return person.display_name
