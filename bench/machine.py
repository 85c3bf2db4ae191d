"""What it was measured on."""

import os
import platform
import subprocess
import sys
import sysconfig
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import psutil

from bench.paths import ROOT
from config.postmaster import programs

PACKAGES = ("Django", "psycopg", "uvicorn", "uvloop", "httptools")


def description() -> dict[str, str]:
    """Machine, interpreter, versions and date, each by its name."""
    postgres = subprocess.run(
        [programs() / "postgres", "--version"], capture_output=True, text=True, check=True
    )
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "machine": f"{_processor()}, {os.cpu_count()} cores,"
        f" {psutil.virtual_memory().total / 1e9:.0f} GB, {platform.system()} {platform.release()}",
        "load before": " ".join(f"{one:.1f}" for one in os.getloadavg()),
        "interpreter": f"Python {platform.python_version()}, {built()}",
        "versions": ", ".join(f"{name} {version(name)}" for name in PACKAGES)
        + f", {postgres.stdout.strip()}",
        "Rapport": _commit(),
    }


def warnings() -> list[str]:
    """What makes the figures worse than they need be."""
    found = [
        (
            not is_optimised(),
            f"{sys.base_prefix}'s Python was built without optimisations and is about a fifth"
            " slower: remove .venv and set PYTHON to another one, as Debian's /usr/bin/python3.",
        ),
        (os.getloadavg()[0] > 0.5, "The machine is not at rest: somebody else's work is measured."),
    ]
    return [words for is_so, words in found if is_so]


def is_optimised() -> bool:
    """Whether the interpreter was built from a profile of itself."""
    asked_for = "--enable-optimizations" in str(sysconfig.get_config_var("CONFIG_ARGS"))
    # Debian profiles in its own build rules, and takes the flags out of the result again.
    by_distribution = sysconfig.get_config_var("PGO_PROF_USE_FLAG") == ""
    return asked_for or by_distribution


def built() -> str:
    how = "with" if is_optimised() else "WITHOUT"
    flags = str(sysconfig.get_config_var("PY_CFLAGS")).split()
    level = next((flag for flag in reversed(flags) if flag.startswith("-O")), "no -O")
    return f"built {how} profile-guided optimisation, {level}"


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _commit() -> str:
    made = subprocess.run(
        ["git", "log", "-1", "--format=%h of %cs"], cwd=ROOT, capture_output=True, text=True
    )
    return made.stdout.strip() or "unknown"
