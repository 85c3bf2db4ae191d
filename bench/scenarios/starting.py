"""From the command to the first page, and what is resident then."""

import time
from collections.abc import Iterator

from bench.figures import Reading
from bench.installation import Installation
from bench.processes import resident
from bench.scenarios.scenario import Scenario


class Start(Scenario):
    """Of an installation of its own: once from nothing, then as on every other day."""

    name = "start"

    def prepare(self) -> None:
        self.installation = Installation(self.stage.rapport.installation.home / "start")
        self.first: float | None = self._seconds_to_page()

    def play(self) -> Iterator[Reading]:
        if self.first is not None:
            yield Reading("first start, from nothing", self.first, "s")
            self.first = None
        yield Reading("start", self._seconds_to_page(), "s")
        serving = self.installation.serving()
        yield Reading("start: memory of web and worker", resident(serving), "MB")

    def tidy(self) -> None:
        self.installation.stop()

    def _seconds_to_page(self) -> float:
        self.installation.stop()
        began = time.monotonic()
        self.installation.start()
        return time.monotonic() - began
