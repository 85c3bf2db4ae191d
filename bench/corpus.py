"""A history to bring in: real talk where it lies beside the project, else made for the purpose."""

import gzip
import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from bench.generate.words import COMMON, RARE, Talk
from bench.paths import CORPUS

BEGIN = datetime(2020, 1, 1, tzinfo=UTC)


class Part(NamedTuple):
    path: Path
    messages: int


class Corpus:
    """Its lines in parts, to be brought in one after the other under one name."""

    source = "bench"

    def __init__(self, folder: Path, *, parts: int, lines: int | None) -> None:
        """Take so many lines, by default all; each part is a file in the folder."""
        is_real = CORPUS.exists() and lines is None
        self.words = {"rare": "indonesia", "common": "ubuntu"} if is_real else MADE_WORDS
        self.name = "the #ubuntu corpus" if is_real else "a made corpus"
        found = list(_real() if is_real else islice(_made(), lines or 50_000))
        size = -(-len(found) // parts)
        self.parts = [
            _write(folder / f"part{number}.jsonl", found[number * size : (number + 1) * size])
            for number in range(parts)
        ]


MADE_WORDS = {"rare": RARE, "common": COMMON}


def _write(path: Path, lines: list[str]) -> Part:
    path.write_text("".join(lines))
    return Part(path, sum('"type": "message"' in line[:20] for line in lines))


def _real() -> Iterator[str]:
    with gzip.open(CORPUS, "rt", encoding="utf-8") as lines:
        yield from lines


def _made() -> Iterator[str]:
    """A hundred people in a few groups, who go on for ever."""
    chance = random.Random(1)  # noqa: S311 - not a secret
    talk = Talk(chance)
    for number in range(10):
        yield _line(type="conversation", id=f"c{number}", kind="group", title=f"Made {number}")
    for number in range(100):
        yield _line(type="person", id=f"p{number}", name=f"person{number}")
    number = 0
    while True:
        yield _line(
            type="message",
            id=f"m{number}",
            conversation=f"c{chance.randrange(10)}",
            sender=f"p{chance.randrange(100)}",
            at=(BEGIN + timedelta(seconds=number)).isoformat(),
            body=talk.body() + (f" {RARE}" if number % 5000 == 100 else ""),
        )
        number += 1


def _line(**fields: str) -> str:
    return json.dumps(fields) + "\n"
