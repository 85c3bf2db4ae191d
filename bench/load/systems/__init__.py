"""How the load tool speaks with each system: all do the same work over their own protocol."""

from bench.load.systems.bare import Bare
from bench.load.systems.matrix import MatrixSystem
from bench.load.systems.protocol import System
from bench.load.systems.rapport import Rapport
from bench.load.systems.rapport_sets import RapportSets
from bench.load.systems.websocket import WebSockets
from bench.load.systems.xmpp import Xmpp

SYSTEMS: dict[str, type[System]] = {
    "rapport": Rapport,
    "rapport-sets": RapportSets,
    "bare": Bare,
    "xmpp": Xmpp,
    "matrix": MatrixSystem,
    "websocket": WebSockets,
}
