"""The names of the scenarios in the order of playing, known before anything is started."""

NAMES = (
    "send-http",
    "send-batch",
    "send-hot",
    "latency",
    "fanout",
    "idle",
    "import",
    "history",
    "inbox",
    "search",
    "start",
)
# The suite itself starts an installation; another one tells nothing new.
QUICK = tuple(name for name in NAMES if name != "start")
SCALE = ("history", "inbox", "search", "send-http")
