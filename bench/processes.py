"""What processes take: time on the processor, and memory."""

from collections.abc import Iterable

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
