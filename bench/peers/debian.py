"""Debian's packages, unpacked into a folder: nothing is installed, and no service started."""

import shutil
import subprocess
from pathlib import Path

from bench.programs import ProgramFailed, run


class NotAvailable(Exception):
    """A peer cannot be had here; the words say why."""


def unpack(folder: Path, *packages: str) -> Path:
    """Return a folder with these packages, and with what they need and this machine has not."""
    done = folder / ".unpacked"
    if not done.exists():
        if shutil.which("apt-get") is None:
            raise NotAvailable(f"{packages[0]} comes from Debian, and there is no apt-get here")
        shutil.rmtree(folder, ignore_errors=True)
        for archive in _download(folder / "archives", packages):
            subprocess.run(["dpkg", "-x", archive, folder], check=True)
        done.touch()
    return folder


def _download(folder: Path, packages: tuple[str, ...]) -> list[Path]:
    (folder / "partial").mkdir(parents=True)
    wanted = ["--yes", "--no-install-recommends", "--download-only", "--reinstall"]
    options = ["-o", f"Dir::Cache::archives={folder}", "-o", "Debug::NoLocking=1"]
    try:
        run(["apt-get", "install", *wanted, *options, *packages])
    except ProgramFailed as failure:
        raise NotAvailable(f"{failure}; apt-get update may help") from failure
    return sorted(folder.glob("*.deb"))
