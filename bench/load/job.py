"""What the load tool is asked to do, as it comes over standard input."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Self

from bench.load.systems.protocol import Account


@dataclass(frozen=True)
class Job:
    system: str  # a name in bench.load.systems.SYSTEMS
    work: str  # a name in bench.load.works.WORKS
    host: str
    port: int
    run: str  # a word by which the messages of this run are told from all others
    speakers: Sequence[Account] = ()
    listeners: Sequence[Account] = ()
    seconds: float = 5.0
    warm: float = 1.0  # what happens in these first seconds is checked, not measured
    rate: float = 50.0  # messages a second, where it is given
    window: int = 4  # messages under way at once, where all must have arrived
    batch: int = 100  # messages in one request, where there are several
    extra: dict[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, line: str) -> Self:
        return cls(**json.loads(line))

    def __str__(self) -> str:
        return json.dumps(asdict(self))
