"""Two hosts share one PostgreSQL and one Redis; what joins them breaks, and nothing is lost.

The bus is Redis; with `bin/test --all-buses` it is PostgreSQL's NOTIFY in a second run.
"""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from config.tests.journeys.installation import PEOPLE
from config.tests.processes import network as networks
from config.tests.processes.database import SharedDatabase
from config.tests.processes.hosts import Host, Visit, manage, run
from config.tests.processes.network import Network
from realtime.tests.redis_server import RedisServer

NAMES = ["Ann", "Ben", "Cy"]
AWAY = 10.0  # seconds for which a cable is pulled
PATIENCE = 90.0
STORED = """
import json
from chats.models import Conversation
group = Conversation.objects.get(pk="{group}")
print("JSON" + json.dumps([group.last_seq, list(
    group.messages.order_by("seq").values_list("message_body", flat=True))]))
"""


class Stage:
    """Host "one" and host "two", their database and their bus, and who visits them."""

    def __init__(self, folder: Path, network: Network, bell: str) -> None:
        self.network, self.bell = network, bell
        self.database = SharedDatabase(folder / "postgresql", network)
        self.database.start()
        __, port = network.listening("bus", 6379)
        self.redis = RedisServer(folder, port=port, via=network.via("bus"))
        self.redis.start()
        self.environment = {
            **os.environ,
            "DATABASE_URL": self.database.url,
            "MEDIA_ROOT": str(folder / "files"),
            "LOG_LEVEL": "ERROR",
        }
        manage(self.environment, "migrate", "--verbosity=0")
        self.scene = run(self.environment, PEOPLE.format(names=NAMES))
        self.hosts = {place: self._host(place) for place in ("one", "two")}
        self.visits: list[Visit] = []

    @property
    def bus(self) -> "RedisServer | SharedDatabase":
        return self.redis if self.bell == "redis" else self.database

    @property
    def place_of_bus(self) -> str:
        return "bus" if self.bell == "redis" else "database"

    def visit(self, place: str, name: str) -> Visit:
        """Let somebody open a stream on a host, who knows what was before the first message."""
        session, group = self.scene["cookies"][name], self.scene["group"]
        self.visits.append(self.hosts[place].visit(session, group, 1))
        self.visits[-1].wait_long("hello")
        return self.visits[-1]

    def person(self, name: str) -> str:
        return str(self.scene["people"][name])

    def stored(self) -> tuple[int, list[str]]:
        last, bodies = run(self.environment, STORED.format(**self.scene))
        return last, bodies

    def close(self) -> None:
        for visit in self.visits:
            visit.leave()
        for host in self.hosts.values():
            host.end()
        self.redis.kill()
        self.database.stop()

    def _host(self, place: str) -> Host:
        environment = {
            **self.environment,
            "DATABASE_URL": self.database.url_from(place),
            "BELL": self.bell,
            "REDIS_URL": "redis://{}:{}".format(*self.network.seen_from(place, "bus", 6379)),
        }
        return Host(environment, via=self.network.via(place))


@pytest.fixture
def stage(request: pytest.FixtureRequest) -> Iterator[Stage]:
    network = networks.make()
    with TemporaryDirectory() as folder:
        made = Stage(Path(folder), network, request.param)
        yield made
        made.close()
    network.close()


@pytest.mark.parametrize(
    "stage", ["redis", pytest.param("postgres", marks=pytest.mark.all_buses)], indirect=True
)
def test_a_broken_bus_or_cable_loses_nothing_and_doubles_nothing(stage: Stage) -> None:
    ann, ben = stage.visit("one", "Ann"), stage.visit("two", "Ben")
    say(ann, ben, "in peace")

    stage.bus.kill()
    say(ann, ben, "without a bus")
    stage.bus.start()
    say(ann, ben, "with a new bus")
    only_a_bell_tells(ann, ben, stage.person("Ann"))

    stage.network.pull(stage.place_of_bus)
    say(ann, ben, "while the bus is cut off")
    cy = stage.visit("one", "Cy") if stage.bell == "redis" else None
    time.sleep(AWAY)
    stage.network.plug(stage.place_of_bus)
    if cy:  # who came meanwhile is known, too
        ben.wait_long("presence", user=stage.person("Cy"), state="online")
    only_a_bell_tells(ben, ann, stage.person("Ben"))

    stage.network.pull("two")
    say(ann, ben, "while a host is cut off")
    time.sleep(AWAY)
    assert ben.find("posted", body="Ben 0 while a host is cut off", status=201) == []
    stage.network.plug("two")

    everything_is_there(stage, [ann, ben])


def say(ann: Visit, ben: Visit, words: str) -> None:
    for number in range(3):
        ann.post(f"Ann {number} {words}")
        ben.post(f"Ben {number} {words}")


def only_a_bell_tells(speaker: Visit, hearer: Visit, who: str) -> None:
    """Who types is in no history, and nobody looks for it: it comes by the bus, or not at all."""
    before = len(hearer.find("typing", user=who))

    def heard(hearer: Visit) -> bool:
        speaker.type()
        time.sleep(0.5)
        return len(hearer.find("typing", user=who)) > before

    hearer.wait(until=heard, seconds=PATIENCE)


def everything_is_there(stage: Stage, visits: list[Visit]) -> None:
    wanted = sorted(
        f"{name} {number} {words}"
        for name in ("Ann", "Ben")
        for number in range(3)
        for words in (
            "in peace",
            "without a bus",
            "with a new bus",
            "while the bus is cut off",
            "while a host is cut off",
        )
    )
    eventually(lambda: sorted(stage.stored()[1]) == wanted, stage.stored)
    last, __ = stage.stored()
    for visit in visits:
        visit.wait(until=lambda me: me.heard_all_up_to(last), seconds=PATIENCE)


def eventually(holds: Callable[[], bool], else_show: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, else_show()
        time.sleep(1)
