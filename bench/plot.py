"""A picture of the main ratios: Rapport beside its limits and beside its peers."""

from pathlib import Path
from typing import Any

from bench.figures import Figures

BESIDE_LIMITS = ("send-http 64", "send-http 256", "send-batch", "fanout 200", "fanout 1000")


def draw(figures: Figures, path: Path) -> None:
    """Write the picture, in the format that its name ends with."""
    import matplotlib as mpl  # of the requirements `bench`, and of them alone

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    picture, (limits, peers) = plt.subplots(1, 2, figsize=(12, 4.5), layout="constrained")
    _bars(limits, "of the limit in the same minute", _beside_limits(figures))
    _bars(peers, "times a peer (log)", _beside_peers(figures), is_log=True)
    picture.savefig(path, dpi=120)
    plt.close(picture)


def _beside_limits(figures: Figures) -> dict[str, float]:
    found = {name: figures[name] for name in BESIDE_LIMITS if name in figures}
    return {
        f"{name}\n({figure.limit})": figure.ratio for name, figure in found.items() if figure.ratio
    }


def _beside_peers(figures: Figures) -> dict[str, float]:
    return {
        name.replace(" beside ", "\nbeside "): figure.ratio
        for name, figure in figures.items()
        if " beside " in name and figure.unit.endswith("/s") and figure.ratio
    }


def _bars(axes: Any, title: str, values: dict[str, float], *, is_log: bool = False) -> None:
    axes.barh(list(values), list(values.values()), color="#3b6ea5")
    axes.axvline(1.0, color="black", linewidth=1)
    axes.set_title(title)
    axes.invert_yaxis()
    axes.tick_params(labelsize=7)
    if is_log and values:
        axes.set_xscale("log")
