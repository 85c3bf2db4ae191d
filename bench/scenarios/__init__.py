"""The scenarios of the suite, in the order in which they are played."""

from bench.scenarios.scenario import Scenario
from bench.scenarios.sending import SendHttp

ALL: tuple[type[Scenario], ...] = (SendHttp,)
SCENARIOS = {scenario.name: scenario for scenario in ALL}
