"""The chats of an export, found one after another in a file that is too long to hold."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from imports.archive import Archive
from imports.broken import Broken
from imports.fields import Fields
from imports.json_stream import Json

RESULT = "result.json"
PERSONAL = ("personal_chat", "bot_chat")
NOTES = "saved_messages"
KINDS = {
    **dict.fromkeys(("private_group", "private_supergroup", "public_supergroup"), "group"),
    **dict.fromkeys(("private_channel", "public_channel"), "channel"),
}
LISTS = ("chats", "left_chats")


@dataclass(slots=True)
class Chat:
    """What stands before its messages."""

    where: str
    values: dict[str, object] = field(default_factory=dict)

    @property
    def fields(self) -> Fields:
        return Fields(self.values, self.where)

    @property
    def id(self) -> str:
        return self.fields.key("id")

    @property
    def type(self) -> str:
        return self.fields.text("type")

    @property
    def name(self) -> str:
        return self.fields.text("name")


class Chats:
    """Goes through the file from its start to its end; `owner` is known once it was met."""

    def __init__(self, archive: Archive, name: str) -> None:
        self.archive = archive
        self.name = name
        self.owner: Fields | None = None

    def each(self) -> Iterator[tuple[Chat, Callable[[], Iterator[Fields]]]]:
        """Every chat with a way to its messages, to be gone at once."""
        self._found = 0
        with self._opened() as content:
            lone = Chat(f"the chat in {self.name}")
            for name in content.members():
                if name == "personal_information":
                    self.owner = Fields(content.value(), f"{name} in {self.name}")
                elif name in LISTS:
                    yield from self._listed(content)
                elif name == "messages":
                    yield self._met(lone, content)
                elif name in ("id", "type", "name"):
                    lone.values[name] = content.value()
            content.end()
        if not self._found:
            raise Broken(f"{self.name} is no export of Telegram: there is no chat in it")

    def _listed(self, content: Json) -> Iterator[tuple[Chat, Callable[[], Iterator[Fields]]]]:
        for name in content.members():
            if name != "list":
                continue
            for number, __ in enumerate(content.elements(), 1):
                chat = Chat(f"chat {number} in {self.name}")
                for inner in content.members():
                    if inner == "messages":
                        yield self._met(chat, content)
                    else:
                        chat.values[inner] = content.value()

    def _met(self, chat: Chat, content: Json) -> tuple[Chat, Callable[[], Iterator[Fields]]]:
        if "id" not in chat.values or "type" not in chat.values:
            raise Broken(f"{chat.where} does not say its id and type before its messages")
        self._found += 1
        return chat, lambda: self._messages(chat, content)

    def _messages(self, chat: Chat, content: Json) -> Iterator[Fields]:
        for number, value in enumerate(content.values(), 1):
            yield Fields(value, f"message {number} of {chat.where}")

    @contextmanager
    def _opened(self) -> Iterator[Json]:
        with self.archive.open(self.name) as file:
            yield Json(file, self.name)
