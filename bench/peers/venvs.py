"""A virtual environment of a peer's own, of the same interpreter as ours."""

import os
import shutil
import sys
from pathlib import Path

from bench.paths import ROOT
from bench.peers.debian import NotAvailable
from bench.programs import ProgramFailed, run

PIP = ("-m", "pip", "install", "--quiet", "--no-deps", "--require-hashes", "--only-binary=:all:")


def python_of(folder: Path, requirements: str) -> Path:
    """Return the interpreter of a folder in which requirements/NAME.txt is installed."""
    wanted = (ROOT / "requirements" / f"{requirements}.txt").read_text()
    done = folder / ".installed"
    python = folder / "bin" / "python"
    if not done.exists() or done.read_text() != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        try:
            run([sys.executable, "-m", "venv", folder])
            run([python, *PIP, "-r", ROOT / "requirements" / f"{requirements}.txt"])
        except ProgramFailed as failure:
            raise NotAvailable(str(failure)) from failure
        done.write_text(wanted)
    return python


def clean_environment() -> dict[str, str]:
    """Without what would lead another interpreter or another Django to Rapport."""
    ours = ("PYTHONPATH", "DJANGO_SETTINGS_MODULE", "DATABASE_URL")
    return {name: value for name, value in os.environ.items() if name not in ours}
