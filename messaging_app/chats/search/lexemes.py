"""From words to what the search index holds: whole words, and pairs of neighbouring characters
for scripts that put no space between words. The other half is the SQL function `search_terms`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from chats.search.query import Word

# Thai, Lao, Myanmar, Khmer; Japanese, Chinese (also the rare half) and Korean.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
    "\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f"
    "\U00020000-\U0003ffff"
)
RUN = re.compile(f"[{UNSPACED}]+")


@dataclass(slots=True)
class Terms:
    """SQL of type tsquery with its parameters, and texts that must stand there in one piece."""

    sql: list[str] = field(default_factory=list)
    params: list[str] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    def add(self, sql: str, param: str) -> None:
        self.sql.append(sql)
        self.params.append(param)


def terms(words: Sequence[Word]) -> Terms:
    found = Terms()
    for word in words:
        runs = RUN.findall(word.text)
        for run in runs:
            found.add("%s::tsquery", _pairs(run))
        if word.is_phrase and runs:
            found.pieces.append(word.text)
        else:
            found.pieces.extend(run for run in runs if len(run) > 2)
        _add_spaced(found, word)
    return found


def _add_spaced(found: Terms, word: Word) -> None:
    """The words between the runs, as PostgreSQL's own parser takes them apart."""
    spaced = [part for part in RUN.split(word.text) if any(char.isalnum() for char in part)]
    for part in spaced:
        if word.is_phrase:
            found.add("phraseto_tsquery('simple', %s)", part)
        elif word.is_begun and word.text.endswith(part):
            found.add("to_tsquery('simple', %s)", f"{_quoted(part)}:*")
        else:
            found.add("plainto_tsquery('simple', %s)", part)


def _pairs(run: str) -> str:
    """One character is the beginning of a pair, or stands at the end of a run."""
    if len(run) == 1:
        return f"{_quoted(run)}:*"
    return " & ".join(_quoted(run[at : at + 2]) for at in range(len(run) - 1))


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
