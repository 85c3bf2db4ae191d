"""The table: each figure with its median, its spread, and how it stands to its limit."""

from collections.abc import Iterable, Sequence

from bench.figures import Figure

HEAD = ("figure", "median", "min", "max", "unit", "of its limit")


def table(figures: Iterable[Figure]) -> str:
    """All figures, a line each."""
    return columns([HEAD, *(_row(figure) for figure in figures)])


def columns(rows: Sequence[tuple[str, ...]]) -> str:
    """Lines of text with their cells below each other; what stands under words is no number."""
    widths = [max(map(len, cells)) for cells in zip(*rows, strict=True)]
    lines = [
        "  ".join(
            cell.ljust(width) if _is_words(cell) else cell.rjust(width)
            for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in rows
    ]
    return "\n".join(lines)


def number(value: float) -> str:
    """Three digits that mean something, whatever the size."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _row(figure: Figure) -> tuple[str, ...]:
    spread = (figure.median, min(figure.values), max(figure.values))
    return (figure.name, *map(number, spread), figure.unit, _beside(figure))


def _beside(figure: Figure) -> str:
    if figure.ratio is None:
        return ""
    part = f"{figure.ratio:.0%} of" if figure.ratio < 10 else f"{figure.ratio:,.0f} ×"
    return f"{part} {figure.limit}"


def _is_words(cell: str) -> bool:
    return not cell.replace(",", "").replace(".", "").isdigit()
