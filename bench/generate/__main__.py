"""`bin/bench generate FOLDER`: an installation in this folder, filled."""

import argparse
import os
import sys
from pathlib import Path

import django

from bench.generate.shape import Shape
from bench.installation import Installation


def main(arguments: list[str]) -> int:
    asked = _parse(arguments)
    installation = Installation(asked.folder.absolute())
    os.environ.update(installation.environment)
    django.setup()
    installation.manage("prepare")
    # Models can be imported only when Django is set up.
    from bench.generate.generating import generate, is_there

    if is_there():
        sys.stderr.write(f"{asked.folder} is filled already: remove it, or choose another.\n")
        return 1
    histories = tuple(size for size in Shape.histories if size <= asked.messages // 5)
    generate(
        Shape(
            messages=asked.messages,
            conversations=asked.conversations,
            inbox=min(Shape.inbox, asked.conversations // 4),
            histories=histories,
            large=min(Shape.large, asked.conversations // 10),
        )
    )
    return 0


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("bin/bench generate", description=__doc__)
    parser.add_argument("folder", type=Path, help="made when it is missing")
    parser.add_argument("--messages", type=int, default=Shape.messages)
    parser.add_argument("--conversations", type=int, default=Shape.conversations)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
