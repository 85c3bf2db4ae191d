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
