"""A body that is too long for one message becomes several, and nothing of it is lost."""

import unicodedata

from chats.models.message.body import LONGEST

JOINERS = "\u200d\ufe0e\ufe0f"


def split(body: str, longest: int = LONGEST) -> list[str]:
    """Return the body alone when it fits, else its parts as "(1/3) …", in order."""
    if len(body) <= longest:
        return [body]
    width = 1
    while True:
        room = longest - len("(/) ") - 2 * width
        pieces = _pieces(body, room)
        if len(str(len(pieces))) <= width:
            break
        width += 1
    return [f"({number}/{len(pieces)}) {piece}" for number, piece in enumerate(pieces, 1)]


def _pieces(body: str, room: int) -> list[str]:
    pieces = []
    start = 0
    while len(body) - start > room:
        end = _cut(body, start, start + room)
        pieces.append(body[start:end])
        start = end
    return [*pieces, body[start:]]


def _cut(body: str, start: int, end: int) -> int:
    """Where to part: after a line, else after a word, else between two whole characters."""
    earliest = end - (end - start) // 4
    for gap in ("\n", " "):
        found = body.rfind(gap, earliest, end)
        if found >= 0:
            return found + 1
    cut = end
    while cut > earliest and _belongs_to_previous(body, cut):
        cut -= 1
    return cut if cut > earliest else end


def _belongs_to_previous(body: str, at: int) -> bool:
    return bool(
        unicodedata.combining(body[at]) or body[at] in JOINERS or body[at - 1] == JOINERS[0]
    )
