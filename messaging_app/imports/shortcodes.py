"""The names that other systems give to emoji."""

import re
from functools import cache

from emoji import EMOJI_DATA, STATUS

from chats.models.message.reactable import is_emoji

TONES = ("light", "medium_light", "medium", "medium_dark", "dark")
TONE_NAME = re.compile(rf"(.+?)_({'|'.join(TONES)})_skin_tone")
TONE_NUMBER = re.compile(r"(.+)::skin-tone-([2-6])")
FLAG = re.compile(r"flag[-_]([a-z]{2})")
FIRST_TONE, FIRST_LETTER = 0x1F3FB, 0x1F1E6
EMOJI_PRESENTATION = "\ufe0f"
ALSO = {
    "simple_smile": "🙂",
    "the_horns": "🤘",
    "knife_fork_plate": "🍽️",
    "face_with_cowboy_hat": "🤠",
    "thumbsup_all": "👍",
}
IN_WORDS = re.compile(r":([a-z0-9_+'-]+(?:::skin-tone-[2-6])?):", re.IGNORECASE)
CODE = re.compile(r"(```.*?```|`[^`\n]*`)", re.DOTALL)


def emoji_of(name: str) -> str | None:
    """The emoji of this name; None for one that only the other system has."""
    name = name.lower().strip(":")
    found = _toned(name) or _flag(name) or _names().get(name.replace("-", "_"))
    return found if found and is_emoji(found) else None


def with_emoji(text: str) -> str:
    """The text with emoji for their names, but not in code."""
    if ":" not in text:
        return text
    parts = CODE.split(text)
    parts[::2] = [IN_WORDS.sub(_replaced, part) for part in parts[::2]]
    return "".join(parts)


def _replaced(match: re.Match[str]) -> str:
    return emoji_of(match[1]) or match[0]


def _toned(name: str) -> str | None:
    if match := TONE_NUMBER.fullmatch(name):
        tone = int(match[2]) - 2
    elif match := TONE_NAME.fullmatch(name):
        tone = TONES.index(match[2])
    else:
        return None
    plain = emoji_of(match[1])
    if plain is None:
        return None
    bare = plain.replace(EMOJI_PRESENTATION, "")
    return f"{bare[0]}{chr(FIRST_TONE + tone)}{bare[1:]}"


def _flag(name: str) -> str | None:
    match = FLAG.fullmatch(name)
    return "".join(chr(FIRST_LETTER + ord(c) - ord("a")) for c in match[1]) if match else None


@cache
def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    for emoji, data in EMOJI_DATA.items():
        if data["status"] <= STATUS["fully_qualified"]:
            for name in (*data.get("alias", ()), data["en"]):
                names.setdefault(name.strip(":").lower().replace("-", "_"), emoji)
    return names | ALSO
