"""The scenarios of the suite by name."""

from bench.scenarios.hearing import Fanout, Idle, Latency
from bench.scenarios.importing import Import
from bench.scenarios.reading import History, Inbox, Search
from bench.scenarios.scenario import Scenario
from bench.scenarios.sending import SendBatch, SendHot, SendHttp
from bench.scenarios.starting import Start

ALL: tuple[type[Scenario], ...] = (
    SendHttp,
    SendBatch,
    SendHot,
    Latency,
    Fanout,
    Idle,
    Import,
    History,
    Inbox,
    Search,
    Start,
)
SCENARIOS = {scenario.name: scenario for scenario in ALL}
