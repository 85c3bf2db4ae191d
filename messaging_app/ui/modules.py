"""The ES modules of every room, found by looking, so that a new file needs no list."""

import re
from functools import cache
from pathlib import Path

from django.apps import apps
from django.templatetags.static import static

# A static import; what `import()` asks for is not needed before.
IMPORTED = re.compile(
    r"""^(?:import|\} from|import .* from|export .* from) ?"([\w/]+\.js)";""", re.M
)
HOUSE = Path(__file__).resolve().parent.parent


def addresses() -> dict[str, str]:
    """Import map: `chats/outbox.js` is the module's name, its hashed file the address."""
    return {name: static(name) for name in _names()}


def entries() -> list[str]:
    """Addresses of what a page starts: the `app.js` of each room."""
    return [static(name) for name in _names() if name.endswith("/app.js")]


def preloaded() -> list[str]:
    """Addresses of what the entries import, and what that imports: every page needs it."""
    return [static(name) for name in _needed()]


@cache
def sheets() -> tuple[str, ...]:
    """The one sheet of the product, then what a room keeps for its own pages."""
    own = [label for label, folder in rooms().items() if _sheet(label, folder).is_file()]
    return tuple(f"{label}/{label}.css" for label in sorted(own, key=lambda label: label != "ui"))


@cache
def rooms() -> dict[str, Path]:
    """Labels and folders of the rooms, as opposed to installed packages."""
    found = {room.label: Path(room.path) for room in apps.get_app_configs()}
    return {label: folder for label, folder in found.items() if folder.parent == HOUSE}


@cache
def _needed() -> tuple[str, ...]:
    needed: list[str] = []
    waiting = [name for name in _names() if name.endswith("/app.js")]
    while waiting:
        name = waiting.pop(0)
        if name not in needed:
            needed.append(name)
            waiting += IMPORTED.findall(_read(name))
    return tuple(needed)


def _read(name: str) -> str:
    label = name.partition("/")[0]
    return (rooms()[label] / "static" / name).read_text(encoding="utf-8")


@cache
def _names() -> tuple[str, ...]:
    folders = [folder / "static" for folder in rooms().values()]
    found = [file.relative_to(folder) for folder in folders for file in folder.rglob("*.js")]
    return tuple(sorted(str(name) for name in found if "vendor" not in name.parts))


def _sheet(label: str, folder: Path) -> Path:
    return folder / "static" / label / f"{label}.css"
