"""`bin/bench`: starts a Rapport of its own, measures it, and removes everything at the end."""

import atexit
import os
import shutil
import signal
import sys
from contextlib import ExitStack
from types import FrameType

import django

from bench.arguments import Options, parse
from bench.installation import Installation
from bench.paths import VAR
from bench.postgresql import open_for_peers
from bench.processes import allow_many_files
from bench.scale import compare


def main(arguments: list[str]) -> int:
    options = parse(arguments)
    signal.signal(signal.SIGTERM, _leave)
    allow_many_files()
    if options.scale:
        return compare(options, say)
    home = options.at or VAR / f"run-{os.getpid()}"
    if not options.at:
        # Registered first, it happens last: after PostgreSQL, which lives in there, has stopped.
        atexit.register(shutil.rmtree, home, ignore_errors=True)
    installation = Installation(home, workers=options.workers)
    os.environ.update(installation.environment)
    if options.with_peers:
        open_for_peers()
    django.setup()
    try:
        installation.start()
        return _conduct(installation, options)
    finally:
        installation.stop()


def _conduct(installation: Installation, options: Options) -> int:
    # Models can be imported only when Django is set up, and that starts PostgreSQL.
    from bench.conductor import conduct
    from bench.peers.running import peers
    from bench.rapport import RapportSystem
    from bench.stage import Stage

    stage = Stage(
        RapportSystem(installation), say, is_quick=options.is_quick, rounds=options.rounds
    )
    with ExitStack() as running:
        if options.with_peers:
            stage.peers = running.enter_context(peers(installation.home, say))
        return conduct(stage, options)


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _leave(number: int, frame: FrameType | None) -> None:
    sys.exit(128 + number)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
