"""The piece of a message that shows why it was found, with the hits told apart."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from chats.search.lexemes import RUN
from chats.search.query import Word

LENGTH = 160
LEAD = 40  # characters before the first hit


@dataclass(frozen=True, slots=True)
class Segment:
    text: str
    is_hit: bool = False


def excerpt(body: str, words: Sequence[Word]) -> list[Segment]:
    """Cut one line of about LENGTH characters out of `body`, around the first hit."""
    line = " ".join(body.split())
    pattern = _pattern(words)
    first = pattern.search(line) if pattern else None
    is_long = len(line) > LENGTH
    start = _word_start(line, max(0, first.start() - LEAD)) if first and is_long else 0
    end = start + max(LENGTH, first.end() - start if first else 0)
    shown = line[start:end]
    segments = _marked(shown, pattern)
    if start:
        segments.insert(0, Segment("… "))
    if end < len(line):
        segments.append(Segment(" …"))
    return segments


def _marked(line: str, pattern: re.Pattern[str] | None) -> list[Segment]:
    segments: list[Segment] = []
    at = 0
    for match in pattern.finditer(line) if pattern else ():
        if match.start() > at:
            segments.append(Segment(line[at : match.start()]))
        segments.append(Segment(match[0], is_hit=True))
        at = match.end()
    if at < len(line):
        segments.append(Segment(line[at:]))
    return segments


def _pattern(words: Sequence[Word]) -> re.Pattern[str] | None:
    alternatives = [piece for word in words for piece in _pieces(word)]
    # Longest first, so that a word does not hide the longer one that begins with it.
    alternatives.sort(key=len, reverse=True)
    return re.compile("|".join(alternatives), re.IGNORECASE) if alternatives else None


def _pieces(word: Word) -> list[str]:
    """Patterns for what stands in a text when this word was found in it."""
    if word.is_phrase:
        words = re.findall(r"\w+", word.text)
        return [_whole(r"\W+".join(map(re.escape, words)))] if words else []
    spaced = [part.strip() for part in RUN.split(word.text)]
    runs = [re.escape(run) for run in RUN.findall(word.text)]
    return runs + [
        _whole(re.escape(part), is_begun=word.is_begun and word.text.endswith(part))
        for part in spaced
        if any(char.isalnum() for char in part)
    ]


def _whole(pattern: str, *, is_begun: bool = False) -> str:
    before = r"(?<!\w)" if pattern[:1].isalnum() else ""
    return before + pattern + (r"\w*" if is_begun else r"(?!\w)")


def _word_start(line: str, at: int) -> int:
    """Not in the middle of a word, where a space is near."""
    space = line.find(" ", at, at + LEAD // 2) if at else -1
    return space + 1 if space >= 0 else at
