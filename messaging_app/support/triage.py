"""Reading what somebody answered to a menu. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

HUMAN = ("human", "agent", "person", "persona", "humano", "agente")


@dataclass(frozen=True, slots=True)
class Choice:
    name: str
    keywords: Sequence[str] = ()


def menu(choices: Sequence[Choice]) -> str:
    return "\n".join(f"{number}. {choice.name}" for number, choice in enumerate(choices, 1))


def chosen(answer: str, choices: Sequence[Choice]) -> int | None:
    """The place of what was meant: its number, its name or one of its keywords; None if unclear."""
    words = _words(answer)
    numbers = {int(word) for word in words if word.isdecimal() and len(word) < 4}
    if numbers:
        only = numbers.pop() if len(numbers) == 1 else 0
        return only - 1 if 1 <= only <= len(choices) else None
    meant = [
        place
        for place, choice in enumerate(choices)
        if any(_says(words, keyword) for keyword in (choice.name, *choice.keywords))
    ]
    return meant[0] if len(meant) == 1 else None


def wants_human(answer: str, words: Iterable[str] = HUMAN) -> bool:
    said = _words(answer)
    return any(_says(said, word) for word in words)


def _says(words: Sequence[str], phrase: str) -> bool:
    wanted = _words(phrase)
    return bool(wanted) and any(
        words[place : place + len(wanted)] == wanted for place in range(len(words))
    )


def _words(text: str) -> list[str]:
    """Lower case and without accents, as people type on a phone."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return re.findall(r"\w+", "".join(c for c in plain if not unicodedata.combining(c)))
