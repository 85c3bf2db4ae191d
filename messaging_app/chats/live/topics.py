"""The topics of the bell that this room rings, sorted by what they ask for."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

Pair = tuple[uuid.UUID, uuid.UUID]


@dataclass
class Topics:
    conversations: set[uuid.UUID] = field(default_factory=set)
    receipts: set[uuid.UUID] = field(default_factory=set)
    rows: set[uuid.UUID] = field(default_factory=set)  # a crowd's, whose turn has come
    personal: set[Pair] = field(default_factory=set)  # conversation, user
    typing: set[Pair] = field(default_factory=set)  # conversation, user
    hidden: set[tuple[uuid.UUID, uuid.UUID, uuid.UUID, bool]] = field(default_factory=set)
    ended: set[tuple[uuid.UUID, str]] = field(default_factory=set)  # user, session
    presence: list[str] = field(default_factory=list)
    missed: bool = False  # whether others may have rung in vain

    def add(self, topics: Iterable[str]) -> None:
        """Take topics in; a word that is not known is somebody else's."""
        for topic in topics:
            word, *names = topic.split(":")
            match word:
                case "conversation":
                    self.conversations.add(uuid.UUID(names[0]))
                case "receipts":
                    self.receipts.add(uuid.UUID(names[0]))
                case "rows":
                    self.rows.add(uuid.UUID(names[0]))
                case "personal":
                    self.personal.add((uuid.UUID(names[0]), uuid.UUID(names[1])))
                case "typing":
                    self.typing.add((uuid.UUID(names[0]), uuid.UUID(names[1])))
                case "hidden":
                    conversation, user, message = map(uuid.UUID, names[:3])
                    self.hidden.add((conversation, user, message, names[3] == "1"))
                case "ended":
                    self.ended.add((uuid.UUID(names[0]), names[1]))
                case "presence":
                    self.presence.append(topic)
                case "hearing":
                    self.missed = self.missed or names[0] == "again"

    def again(self) -> tuple[str, ...]:
        """The topics that can still be served later."""
        return (
            *(f"conversation:{pk}" for pk in self.conversations),
            *(f"receipts:{pk}" for pk in self.receipts),
            *(f"rows:{pk}" for pk in self.rows),
            *(f"personal:{conversation}:{user}" for conversation, user in self.personal),
        )
