"""The scenarios of the suite by name."""

from bench.scenarios.hearing import Fanout, Idle, Latency
from bench.scenarios.scenario import Scenario
from bench.scenarios.sending import SendBatch, SendHot, SendHttp

ALL: tuple[type[Scenario], ...] = (SendHttp, SendBatch, SendHot, Latency, Fanout, Idle)
SCENARIOS = {scenario.name: scenario for scenario in ALL}
