"""The table of the servers: a line for each, with its medians and how they stand to uvicorn's."""

from bench.figures import Figure, Figures
from bench.table import columns, number


def compared(figures: dict[str, Figures]) -> str:
    """A line for each server that was measured, a column for each figure."""
    measured = {server: found for server, found in figures.items() if found}
    names = list(dict.fromkeys(name for found in measured.values() for name in found))
    rows = [(server, *(_cell(found[name]) for name in names)) for server, found in measured.items()]
    return columns([("server", *names), *rows])


def _cell(figure: Figure) -> str:
    ratio = "" if figure.ratio is None else f" ({figure.ratio:.2f})"
    return f"{number(figure.median)}{ratio}"
