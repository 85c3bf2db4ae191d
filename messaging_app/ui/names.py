"""How a name becomes two letters and an id a colour."""

import re
import unicodedata
from zlib import crc32

HUES = 8
BRACKETED = re.compile(r"\([^)]*\)")
WORDS = re.compile(r"[\s_]+")


def initials(name: str) -> str:
    """`Dr. Hye-jin Baek` is `DB`, `jrib` is `J`, a name without a letter is `?`."""
    plain = unicodedata.normalize("NFC", BRACKETED.sub(" ", name) or name)
    letters = [letter for word in WORDS.split(plain) if (letter := _first_letter(word))]
    if not letters:
        return "?"
    return "".join(letters[:1] + letters[1:][-1:]).upper()


def hue(key: object) -> int:
    """The same key has the same hue in every process and on every day."""
    return crc32(str(key).encode()) % HUES


def _first_letter(word: str) -> str:
    return next((letter for letter in word if letter.isalnum()), "")
