"""What processes take: time on the processor, memory, and files; and their end."""

import contextlib
import resource
import subprocess
from collections.abc import Iterable
from typing import Any

import psutil


def family(pid: int) -> list[psutil.Process]:
    """A process with everything it has started."""
    parent = psutil.Process(pid)
    return [parent, *parent.children(recursive=True)]


def cpu_seconds(processes: Iterable[psutil.Process]) -> float:
    """The time they have had so far, with that of their children that have ended."""
    total = 0.0
    for process in processes:
        try:
            total += sum(process.cpu_times()[:4])
        except psutil.NoSuchProcess:
            continue  # its parent has inherited its time
    return total


def resident(processes: Iterable[psutil.Process]) -> float:
    """Resident memory in MB."""
    return sum(process.memory_info().rss for process in processes) / 1e6


def allow_many_files() -> None:
    """Let this process, and what it starts, hold as many connections as the system allows."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def end_family(process: subprocess.Popen[Any]) -> None:
    """Kill a process with everything it has started, unless it has ended already."""
    with contextlib.suppress(psutil.NoSuchProcess):
        for one in family(process.pid):
            one.kill()
    process.wait()
