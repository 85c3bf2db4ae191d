"""The table: each figure with its median, its spread, and how it stands to its limit."""

from collections.abc import Iterable

from bench.figures import Figure

HEAD = ("figure", "median", "min", "max", "unit", "of its limit")


def table(figures: Iterable[Figure]) -> str:
    """Lines of text, columns below each other."""
    rows = [HEAD, *(_row(figure) for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    return "\n".join(_line(row, widths) for row in rows)


def number(value: float) -> str:
    """Three digits that mean something, whatever the size."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _row(figure: Figure) -> tuple[str, ...]:
    spread = (figure.median, min(figure.values), max(figure.values))
    ratio = f"{figure.ratio:.0%} of {figure.limit}" if figure.ratio is not None else ""
    return (figure.name, *map(number, spread), figure.unit, ratio)


def _line(row: tuple[str, ...], widths: list[int]) -> str:
    is_number = (False, True, True, True, False, False)
    cells = [
        cell.rjust(width) if right else cell.ljust(width)
        for cell, width, right in zip(row, widths, is_number, strict=True)
    ]
    return "  ".join(cells).rstrip()
