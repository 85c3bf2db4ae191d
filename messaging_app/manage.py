#!/usr/bin/env python
"""Django's command line for Rapport."""

import os
import signal
import sys
from types import FrameType


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    signal.signal(signal.SIGTERM, _leave)
    try:
        _execute()
    except KeyboardInterrupt:
        sys.exit(130)


def _execute() -> None:
    from django.core.management import execute_from_command_line

    from config import trouble

    try:
        execute_from_command_line(sys.argv)
    except Exception as error:
        line = trouble.explain(error)
        if line is None or "--traceback" in sys.argv:
            raise
        sys.exit(line)


def _leave(number: int, frame: FrameType | None) -> None:
    # By default the process would end at once, and leave the embedded PostgreSQL to the next one.
    sys.exit(128 + number)


if __name__ == "__main__":
    main()
