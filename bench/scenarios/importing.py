"""How fast a history comes in, by the command that people use for it."""

import time
from collections.abc import Iterator

from bench.corpus import Corpus, Part
from bench.figures import Reading
from bench.scenarios.scenario import Scenario
from chats.models import Imported


class Import(Scenario):
    """Each round brings in the next part; a command starts and tidies up within its time."""

    name = "import"

    def prepare(self) -> None:
        self.corpus = Corpus(
            self.stage.rapport.installation.home,
            parts=self.stage.rounds,
            lines=1000 if self.stage.is_quick else None,
        )
        self.waiting = iter(self.corpus.parts)
        self.stage.corpus = self.corpus

    def play(self) -> Iterator[Reading]:
        part = next(self.waiting)
        before = self._stored()
        began = time.monotonic()
        self.stage.rapport.installation.manage(
            "import_history", str(part.path), "--source", self.corpus.source
        )
        seconds = time.monotonic() - began
        self._check(part, self._stored() - before)
        yield Reading(f"import of {self.corpus.name}", part.messages / seconds, "messages/s")

    def _check(self, part: Part, stored: int) -> None:
        problem = f"{part.messages} messages were brought in, and {stored} are stored"
        self.stage.check(self.name, [problem] if stored != part.messages else [])

    def _stored(self) -> int:
        return Imported.objects.filter(source=self.corpus.source, kind="message").count()
