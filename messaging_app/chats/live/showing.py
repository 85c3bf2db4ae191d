"""From the history to the screens: what changed, the rows, the ticks, and who types."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import timedelta

from django.utils import timezone

from chats.live import faces
from chats.live.faces import DrawnRow, Listener, Looks
from chats.live.reading import MOST_BEHIND, Reading, read, read_positions, read_rows
from chats.live.screen import Face, Screen
from chats.live.screens import Screens
from chats.models import HiddenMessage, User
from realtime.stream import Frame

LATELY = timedelta(minutes=10)
AT_ONCE = 200  # people whose rows are read and drawn together

Alike = tuple[Face, int, int] | None  # face, floor and cursor: what is drawn the same
Watched = Mapping[uuid.UUID, list[Screen]]


class Showing(Screens):
    async def catch_up(
        self, conversations: Collection[uuid.UUID], watched: Watched
    ) -> Mapping[uuid.UUID, int]:
        """Send the screens on which these conversations are open what follows their cursors.

        Returns the last numbers, up to which they have been sent everything.
        """
        cursors = {
            pk: {screen.cursors[pk] for screen in screens if pk in screen.cursors}
            for pk, screens in watched.items()
        }
        listeners = {
            pk: {Listener(screen.user_id, screen.face) for screen in screens}
            for pk, screens in watched.items()
        }
        reading = await self.call(read, conversations, cursors)
        self._take_note(conversations, reading)
        looks = await self.call(faces.draw, reading, listeners) if reading.events else None
        for conversation_id, screens in watched.items():
            alike: dict[Alike, tuple[Frame, int]] = {}
            for screen in screens:
                self._show_changes(conversation_id, screen, reading, looks, alike)
        return reading.last

    def _show_changes(
        self,
        conversation_id: uuid.UUID,
        screen: Screen,
        reading: Reading,
        looks: Looks | None,
        alike: "dict[Alike, tuple[Frame, int]]",
    ) -> None:
        """What follows a screen's cursor, in one write; of a crowd most get the same bytes."""
        cursor = screen.cursors.get(conversation_id)
        if cursor is None:
            return
        floor = reading.seats.get(conversation_id, {}).get(screen.user_id)
        if floor is None:
            screen.reset(conversation_id, "gone")
        elif reading.last[conversation_id] - cursor > MOST_BEHIND:
            screen.reset(conversation_id, "too_old")
        elif looks:
            is_alone = len(screen.cursors) > 1 or looks.is_special(screen.user_id, conversation_id)
            key = None if is_alone else (screen.face, floor, cursor)
            if key in alike:
                frame, screen.cursors[conversation_id] = alike[key]
                screen.write(frame)
            elif events := [e for e in reading.events.get(conversation_id, ()) if e.seq > cursor]:
                frame = looks.run(events, screen)
                if key:
                    alike[key] = frame, events[-1].seq
                screen.write(frame)

    def _take_note(self, conversations: Iterable[uuid.UUID], reading: Reading) -> None:
        """Who no longer takes part hears nothing more; who joined is known from now on."""
        for conversation_id in conversations:
            here = {user for user in reading.seats.get(conversation_id, ()) if user in self.screens}
            known = self.tracking.members(conversation_id)
            for user_id in known - here:
                self.tracking.left(conversation_id, user_id)
                self._take_row_away(conversation_id, user_id)
            for user_id in here - known:
                self.tracking.joined(conversation_id, user_id)

    def _take_row_away(self, conversation_id: uuid.UUID, user_id: uuid.UUID) -> None:
        gone = {"conversation": str(conversation_id), "html": None}
        for screen in self.screens_of(user_id):
            screen.send("row", gone | {"total": self.tracking.total(user_id)})

    async def send_rows(self, conversations: Collection[uuid.UUID]) -> None:
        """Show everybody who listens the rows of these conversations as they are now."""
        users = set().union(*map(self.tracking.members, conversations))
        for some in _slices(users):
            await self._send_rows(conversations, some)

    async def send_rows_of(self, personal: set[tuple[uuid.UUID, uuid.UUID]]) -> None:
        """Something changed for one person only: their own other screens show it."""
        by_user: defaultdict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
        for conversation_id, user_id in personal:
            if self.screens_of(user_id):
                by_user[user_id].add(conversation_id)
        for user_id, conversations in by_user.items():
            await self._send_rows(conversations, [user_id])

    async def _send_rows(
        self, conversations: Collection[uuid.UUID], users: Collection[uuid.UUID]
    ) -> None:
        faces_of = {
            user_id: {screen.face for screen in self.screens_of(user_id)} for user_id in users
        }
        for place, face, row in await self.call(_drawn_rows, conversations, faces_of):
            unread = 0 if place.is_muted or place.archived_at else place.unread
            self.tracking.count(place.user_id, place.conversation_id, unread)
            total = {"total": self.tracking.total(place.user_id)}
            for screen in self.screens_of(place.user_id):
                if screen.face == face:
                    screen.send("row", row | total)

    async def send_positions(
        self, conversations: Iterable[uuid.UUID], screens: Collection[Screen] | None = None
    ) -> None:
        """How far the others have come, to those screens to which that is news."""
        watched = self.watched(conversations, screens)
        if not watched:
            return
        positions = await self.call(read_positions, watched)
        for conversation_id in watched.keys() & positions.keys():
            for screen in watched[conversation_id]:
                now = positions[conversation_id].without(screen.user_id)
                if screen.positions.get(conversation_id) != now:
                    screen.positions[conversation_id] = now
                    seen, received = now
                    screen.send(
                        "receipts",
                        {"conversation": str(conversation_id), "read": seen, "delivered": received},
                    )

    def watched(
        self, conversations: Iterable[uuid.UUID], screens: Collection[Screen] | None = None
    ) -> dict[uuid.UUID, list[Screen]]:
        """The screens, of `screens` or of all, on which each of these conversations is open."""
        found: dict[uuid.UUID, list[Screen]] = {}
        for conversation_id in conversations:
            among = screens if screens is not None else self.screens_in(conversation_id)
            open_here = [screen for screen in among if conversation_id in screen.cursors]
            if open_here:
                found[conversation_id] = open_here
        return found

    def screens_in(self, conversation_id: uuid.UUID) -> Iterator[Screen]:
        """The screens of those who take part, as far as is known."""
        for user_id in self.tracking.members(conversation_id):
            yield from self.screens.get(user_id, ())

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

    async def show_lately_hidden(self) -> None:
        """What people deleted for themselves in the last minutes, in case no bell told."""
        for hidden in await self.call(_lately_hidden, [*self.screens]):
            self.show_hidden(*hidden, hidden=True)


def _drawn_rows(
    conversations: Iterable[uuid.UUID], faces_of: Mapping[uuid.UUID, Iterable[Face]]
) -> list[DrawnRow]:
    return faces.draw_rows(read_rows(conversations, faces_of), faces_of)


def _slices(users: Collection[uuid.UUID]) -> Iterator[list[uuid.UUID]]:
    """Some at a time, so that what is urgent goes in between."""
    everybody = list(users)
    for start in range(0, len(everybody), AT_ONCE):
        yield everybody[start : start + AT_ONCE]


def _lately_hidden(users: list[uuid.UUID]) -> list[tuple[uuid.UUID, uuid.UUID, uuid.UUID]]:
    lately = HiddenMessage.objects.filter(user__in=users, hidden_at__gt=timezone.now() - LATELY)
    return list(lately.values_list("message__conversation_id", "user_id", "message_id"))


def _name_of(user_id: uuid.UUID) -> str:
    person: User = User.objects.get(pk=user_id)
    return person.display_name
