"""What a file is called: the sender's words, without what could deceive or break."""

import re
import unicodedata
from collections.abc import Collection
from pathlib import PurePosixPath

LONGEST = 200
LONGEST_SUFFIX = 20
NAMELESS = "file"
# Joiners hold emoji and words of several scripts together; all other formatting goes.
JOINERS = "\u200c\u200d"
FORBIDDEN = re.compile(r'[<>:"|?*]')
SPACES = re.compile(r"\s+")


def clean_name(name: str) -> str:
    """Drop folders, control characters, direction overrides and excess length."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    shown = "".join(char for char in last if char.isspace() or _is_shown(char))
    tidy = FORBIDDEN.sub("_", SPACES.sub(" ", shown)).strip(" .")
    stem, suffix = split_suffix(tidy)
    return (stem[: LONGEST - len(suffix)].rstrip(" .") + suffix) or NAMELESS


def with_suffix(name: str, suffixes: Collection[str], replaceable: Collection[str]) -> str:
    """Make the name end as its content does; a lie of the same trade is replaced."""
    stem, suffix = split_suffix(name)
    if suffix.lower() in suffixes:
        return name
    canonical = next(iter(suffixes))
    return (stem if suffix.lower() in replaceable else name) + canonical


def split_suffix(name: str) -> tuple[str, str]:
    """`tune.MP3` is `tune` and `.MP3`; a long or missing ending is none."""
    suffix = PurePosixPath(name).suffix
    if not 1 < len(suffix) <= LONGEST_SUFFIX:
        return name, ""
    return name.removesuffix(suffix), suffix


def _is_shown(char: str) -> bool:
    return char in JOINERS or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn")
