"""What a chat becomes here: whose talk it is shows only in who speaks."""

from collections.abc import Iterator
from dataclasses import dataclass

from imports.lines import Line, conversation, talk
from imports.telegram.chats import KINDS, NOTES, PERSONAL, Chat
from imports.telegram.people import USER, People

MOST_OF_TWO = 3


@dataclass(frozen=True, slots=True)
class Room:
    """`prefix` begins the ids of its messages."""

    id: str
    prefix: str
    kind: str
    title: str
    people: tuple[tuple[str, str], ...] = ()

    def lines(self, known: People) -> Iterator[Line]:
        for id, name in self.people:
            yield from known.seen(id, name)
        members = [id for id, __ in self.people]
        if members:
            yield talk(self.id, members, title=self.title, alone=self.title)
        else:
            yield conversation(self.id, self.kind, title=self.title)


def room_of(chat: Chat, owner: tuple[str, str] | None, heard: dict[str, str]) -> Room | None:
    """The room of a chat in which `heard` speak; None for one that is nobody's talk.

    A chat of two bears the id of the other, and numbers its messages for its owner only.
    """
    if chat.type in KINDS:
        id = f"{chat.type.rpartition('_')[2]}{chat.id}"
        # A group that was small has numbers of its owner's own, too.
        prefix = f"{id}:{owner[0] if owner else ''}" if chat.type == "private_group" else id
        return Room(id, prefix, KINDS[chat.type], chat.name)
    if chat.type == NOTES:
        me = owner or (f"{USER}{chat.id}", "")
        return Room(f"notes:{me[0]}", f"notes:{me[0]}", "group", "Notes", (me,))
    return _of_two(chat, owner, heard) if chat.type in PERSONAL else None


def _of_two(chat: Chat, owner: tuple[str, str] | None, heard: dict[str, str]) -> Room:
    other = f"{USER}{chat.id}"
    me = owner or next(((id, name) for id, name in heard.items() if id != other), None)
    people = ((other, chat.name or heard.get(other, "")), *([me] if me else []))
    id = "+".join(sorted(one for one, __ in people))
    return Room(id, f"{id}:{me[0] if me else ''}", "direct", chat.name, people)
