"""A child that ends when its parent does, however the parent ended."""

import os
import signal
import threading
import time

GRACE = 20


def follow_parent() -> None:
    """End this process when the other end of its standard input is gone."""
    threading.Thread(target=_watch, daemon=True).start()


def _watch() -> None:
    os.read(0, 1)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE)
    os._exit(1)
