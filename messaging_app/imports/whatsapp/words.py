"""What a message holds: words, a file, or what WhatsApp says in their place."""

import re
from collections.abc import Container
from dataclasses import dataclass

from imports.fields import storable
from imports.marks import doubled
from imports.whatsapp.heads import MARK, MARKS
from imports.whatsapp.phrases import ATTACHED, EDITED, OMITTED, is_deletion

# <attached: 00000012-PHOTO.jpg>, in whatever language.
IPHONE_FILE = re.compile(r"(\u200e)?<[^<>:：\n]{1,40}[:：]\s?([^<>/\\\n]{1,200}\.\w{1,8})>")
# IMG-20231114-WA0001.jpg (file attached)
ANDROID_FILE = re.compile(r"([^/\\\n]{1,200}\.\w{1,8}) \(([^()\n]{3,40})\)")
ANDROID_NAME = re.compile(r"[A-Z]{3,4}-\d{8}-WA\d{4}\.\w+")
# <Media omitted>, in whatever language.
ANDROID_OMITTED = re.compile(r"<[^<>:\n]{3,60}>")


@dataclass(slots=True)
class Words:
    body: str
    file: str = ""
    is_edited: bool = False
    is_deleted: bool = False
    is_notice: bool = False
    is_omitted: bool = False


def words_of(text: str, files: Container[str]) -> Words:
    """`files` are the names of those that are there."""
    text = storable(text).rstrip()
    bare = text.translate(MARKS)
    if is_deletion(bare):
        return Words("", is_deleted=True)
    edited = EDITED.search(bare)
    if edited:
        bare = bare[: edited.start()]
        text = EDITED.sub("", text).rstrip(f" {MARK}")
    found = _file(text, bare, files) or _omitted(text, bare) or _said(text, bare)
    found.is_edited = bool(edited)
    return found


def _file(text: str, bare: str, files: Container[str]) -> Words | None:
    match = IPHONE_FILE.search(text)
    if match and (match[1] or match[2] in files):
        said = text[: match.start()] + text[match.end() :]
        return Words(_clean(said.translate(MARKS)), file=match[2])
    first, __, caption = bare.partition("\n")
    match = ANDROID_FILE.fullmatch(first)
    if match and (
        match[1] in files or ANDROID_NAME.fullmatch(match[1]) or ATTACHED.search(match[2])
    ):
        return Words(_clean(caption), file=match[1])
    return None


def _omitted(text: str, bare: str) -> Words | None:
    first, __, caption = bare.partition("\n")
    if ANDROID_OMITTED.fullmatch(first):
        return Words(_clean(caption) or first.strip("<>"), is_omitted=True)
    last = text.rpartition(MARK)
    if last[1] and "\n" not in last[2] and OMITTED.search(last[2]):
        return Words(_clean(last[0].translate(MARKS)) or last[2], is_omitted=True)
    return None


def _said(text: str, bare: str) -> Words:
    """An iPhone marks what is its own: polls and places have words, all else is a notice."""
    is_own = text.startswith(MARK) and f"\n{MARK}" not in text and "https://" not in text
    return Words(_clean(bare), is_notice=is_own)


def _clean(text: str) -> str:
    return doubled(text.strip())
