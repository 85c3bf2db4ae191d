"""The main navigation. A room adds its item when the installation starts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Item:
    """`count` answers how many things wait for a person; `at_foot` puts it below the rest."""

    name: str
    label: "StrOrPromise"
    icon: str
    url: str
    order: int
    count: Callable[[Any], int] | None = None
    at_foot: bool = False


_items: dict[str, Item] = {}


def add(item: Item) -> None:
    _items[item.name] = item


def items() -> list[Item]:
    return sorted(_items.values(), key=lambda item: (item.at_foot, item.order))
