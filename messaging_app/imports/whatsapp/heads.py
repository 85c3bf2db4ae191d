"""How a message begins: a date and a time as the phone writes them, and who wrote.

Android writes `14/11/2023, 22:13 - Ann: words`, an iPhone `[14.11.23, 22:13:20] Ann: words`; the
rest is the country's habit.
"""

import re
import unicodedata
from dataclasses import dataclass

# Marks of direction; an iPhone puts one before what it says itself.
MARKS = dict.fromkeys((0x200E, 0x200F, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
SPACES = {0xA0: " ", 0x202F: " ", 0x2009: " "}
MARK = "\u200e"

HEAD = re.compile(
    r"\[?(?P<a>\d{1,4})(?P<sep>[-/.]) ?(?P<b>\d{1,2})(?P=sep) ?(?P<c>\d{1,4})\.?[,،]? +"
    r"(?P<before>[^\d\[\]:]{0,12}?) ?"
    r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2}))?"
    r" ?(?P<after>[^\d\[\]:-]{0,8}?)(?P<end>\] ?| [-–] )"
)
BEFORE_NOON = {"am", "ص", "上午", "오전", "午前", "πμ", "de", "पूर्वाह्न"}
AFTER_NOON = {"pm", "م", "下午", "오후", "午後", "μμ", "du", "अपराह्न"}
QUOTES = '"“”„«»'
LONGEST_NAME = LONGEST_HEAD = 100


@dataclass(frozen=True, slots=True)
class Head:
    """`date` is three numbers in the order of the country; `sender` is empty for a notice."""

    date: tuple[int, int, int]
    time: tuple[int, int, int]
    has_dots: bool
    has_halves: bool
    sender: str
    text: str


def head_of(line: str) -> Head | None:
    """What a line begins with, if a message begins with it."""
    plain = line.translate(SPACES)
    match = HEAD.match(plain[:LONGEST_HEAD].translate(MARKS))
    if match is None:
        return None
    half = _half(match["before"]) or _half(match["after"])
    hour = int(match["hour"])
    if half:
        hour = hour % 12 + (12 if half in AFTER_NOON else 0)
    sender, text = _parted(plain, match["end"])
    return Head(
        date=(int(match["a"]), int(match["b"]), int(match["c"])),
        time=(hour, int(match["minute"]), int(match["second"] or 0)),
        has_dots=match["sep"] != "/",
        has_halves=bool(half),
        sender=sender,
        text=text,
    )


def _half(word: str) -> str:
    """Which half of the day, where the clock has twelve hours."""
    letters = re.sub(r"[\s.]", "", word).lower()
    return letters if letters in BEFORE_NOON | AFTER_NOON else ""


def _parted(line: str, end: str) -> tuple[str, str]:
    """Who wrote and what. Notices have no sender; what they quote may have a colon."""
    rest = line.partition("]" if "]" in end else end)[2].removeprefix(" ")
    sender, colon, text = rest.partition(": ")
    if not colon and rest.endswith(":"):
        sender, colon = rest[:-1], ":"
    name = _name(sender)
    if not colon or not name or len(name) > LONGEST_NAME or any(q in name for q in QUOTES):
        return "", rest
    return name, text


def _name(sender: str) -> str:
    """An iPhone writes a tilde before the names that people gave themselves."""
    bare = unicodedata.normalize("NFC", sender.translate(MARKS).strip())
    return bare.removeprefix("~").strip()
