"""What somebody typed into the search field. Anything may be typed; nothing of it is an error."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from django.utils import timezone

LONGEST = 400  # characters; PostgreSQL takes no single word of more than 2 kB
MOST_WORDS = 16
HAS: Final = frozenset({"file", "image", "audio", "video", "link", "reaction"})
ALSO_CALLED = {"photo": "image", "voice": "audio", "files": "file", "photos": "image"}

UNSTORABLE = re.compile("[\0\ud800-\udfff]")
CURLY_QUOTES = str.maketrans(dict.fromkeys("“”„«»", '"'))
TOKEN = re.compile(r'(?:(from|in|has|before|after):)?(?:"([^"]*)(?:"|$)|(\S+)|(?=\s|$))', re.I)
DAY = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")


@dataclass(frozen=True, slots=True)
class Word:
    """A word, or words that stand side by side; the last one typed may be only begun."""

    text: str
    is_phrase: bool = False
    is_begun: bool = False


@dataclass(slots=True)
class Query:
    words: list[Word] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    conversations: list[str] = field(default_factory=list)
    has: set[str] = field(default_factory=set)
    before: datetime | None = None
    after: datetime | None = None

    @property
    def text(self) -> str:
        """The words alone, as a name is looked for."""
        return " ".join(word.text for word in self.words)

    @property
    def has_filters(self) -> bool:
        filters = (self.senders, self.conversations, self.has, self.before, self.after)
        return any(filters)

    def __bool__(self) -> bool:
        return bool(self.words) or self.has_filters


def parse(text: str) -> Query:
    """Read words, "phrases" and from: in: has: before: after:; nonsense filters are words."""
    text = UNSTORABLE.sub("", text)[:LONGEST].translate(CURLY_QUOTES)
    query = Query()
    for match in TOKEN.finditer(text):
        name, quoted, bare = match.groups()
        value = (quoted if quoted is not None else bare or "").strip()
        if value and not (name and _filter(query, name.lower(), value)):
            query.words.append(Word(match[0] if name else value, is_phrase=quoted is not None))
    query.words = [word for word in query.words if _can_be_found(word)][:MOST_WORDS]
    _begin_last(query, text)
    return query


def _filter(query: Query, name: str, value: str) -> bool:
    """Take a filter into the query; False when it makes no sense."""
    if name == "from":
        query.senders.append(value.removeprefix("@"))
    elif name == "in":
        query.conversations.append(value.removeprefix("#") or value)
    elif name == "has":
        kind = ALSO_CALLED.get(value.lower(), value.lower())
        if kind not in HAS:
            return False
        query.has.add(kind)
    else:
        return _limit(query, name, value)
    return True


def _limit(query: Query, name: str, value: str) -> bool:
    """before: ends where the day begins, after: begins there."""
    at = _start_of(value)
    if at is None:
        return False
    if name == "before":
        query.before = min(at, query.before or at)
    else:
        query.after = max(at, query.after or at)
    return True


def _start_of(value: str) -> datetime | None:
    """2026, 2026-11, 2026-11-22, today or yesterday, where the person is."""
    today = timezone.localdate()
    named = {"today": today, "yesterday": today - timedelta(days=1)}.get(value.lower())
    match = DAY.fullmatch(value)
    if named is None and match is None:
        return None
    try:
        day = named or date(*(int(part or 1) for part in match.groups()))  # type: ignore[union-attr]
        # Not the first and last year: in another zone they would be out of range.
        in_range = 1 < day.year < 9999
        return timezone.make_aware(datetime(day.year, day.month, day.day)) if in_range else None  # noqa: DTZ001
    except ValueError:
        return None


def _can_be_found(word: Word) -> bool:
    return any(char.isalnum() for char in word.text)


def _begin_last(query: Query, text: str) -> None:
    """The last word, unless a space or a quote ends it, may go on."""
    if query.words and not query.words[-1].is_phrase and text.endswith(query.words[-1].text):
        query.words[-1] = Word(query.words[-1].text, is_begun=True)
