"""Other programs, run to their end."""

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

LAST = 5  # lines of what a program says before it fails


class ProgramFailed(Exception):
    """It ended badly; the words are its last ones."""


def run(
    command: Sequence[str | Path],
    *,
    environment: Mapping[str, str] | None = None,
    at: Path | None = None,
    words: str = "",
    patience: float | None = None,
) -> str:
    """Run a program with `words` as its input; return what it prints. Raises ProgramFailed."""
    try:
        made = subprocess.run(
            command,
            env=environment,
            cwd=at,
            input=words,
            capture_output=True,
            text=True,
            timeout=patience,
        )
    except (OSError, subprocess.TimeoutExpired) as failure:
        raise ProgramFailed(str(failure)) from failure
    if made.returncode:
        last = " / ".join(made.stderr.strip().splitlines()[-LAST:])
        raise ProgramFailed(f"{Path(command[0]).name} ended with {made.returncode}: {last}")
    return made.stdout
