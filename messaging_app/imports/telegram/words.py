"""What a message says, with its marks, and what it shows that is no file."""

from collections.abc import Iterator

from chats.models.message.body import is_visible
from imports.export import Lost
from imports.fields import Fields, storable

MAP = "https://www.openstreetmap.org/?mlat={}&mlon={}"
MARKS = {"bold": "**", "italic": "_", "strikethrough": "~~", "code": "`"}


def words_of(message: Fields, lost: Lost) -> str:
    parts = (_forwarded(message), _text(message), *_shown(message, lost))
    return "\n".join(filter(is_visible, parts))


def _text(message: Fields) -> str:
    """A text, or a list of texts and of objects with a type."""
    text = message.raw("text")
    if text is None or isinstance(text, str):
        return message.text("text")
    return "".join(_part(part, message.where) for part in message.list("text"))


def _part(part: object, where: str) -> str:
    if isinstance(part, str):
        return storable(part)
    fields = Fields(part, f"text of {where}")
    text, kind = fields.text("text"), fields.text("type")
    if kind in MARKS and is_visible(text):
        return _marked(text, MARKS[kind])
    if kind == "pre":
        return f"\n```{fields.text('language')}\n{text}\n```\n"
    if kind == "blockquote":
        return "".join(f"\n> {line}" for line in text.splitlines()) + "\n\n"
    if kind == "text_link":
        label = text.replace("[", r"\[").replace("]", r"\]")
        return f"[{label}]({fields.text('href')})"
    return text


def _marked(text: str, mark: str) -> str:
    """Marks cling to the words, not to the space around them."""
    inner = text.strip()
    before, __, after = text.partition(inner)
    return f"{before}{mark}{inner}{mark}{after}"


def _forwarded(message: Fields) -> str:
    origin = message.text("forwarded_from") or message.text("saved_from")
    return f"_Forwarded from {origin}_" if origin else ""


def _shown(message: Fields, lost: Lost) -> Iterator[str]:
    place = message.inner("location_information")
    if place:
        yield f"{message.text('place_name')} {message.text('address')}".strip()
        yield MAP.format(*(_degrees(place, name) for name in ("latitude", "longitude")))
    contact = message.inner("contact_information")
    if contact:
        names = (contact.text(name) for name in ("first_name", "last_name", "phone_number"))
        yield " ".join(filter(None, names))
    poll = message.inner("poll")
    if poll:
        lost["a poll; its words were taken"] += 1
        yield f"**{poll.text('question')}**"
        for answer in poll.each("answers"):
            yield f"- {answer.text('text')}: {answer.number('voters') or 0}"
    if "game_title" in message or "invoice_information" in message:
        lost["a game or an invoice"] += 1
        yield message.text("game_title")


def _degrees(place: Fields, name: str) -> float:
    value = place.raw(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise place.wrong(name, "a number")
    return value
