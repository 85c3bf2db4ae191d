"""The menu of the settings. A room adds its item when the installation starts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from chats.models import User


def everybody(user: "User") -> bool:
    return True


@dataclass(frozen=True)
class Item:
    """`pages` begin the names of the addresses it stands for, its own among them.

    `offered` answers who sees it; `for_installation` puts it below one's own affairs.
    """

    url: str
    label: "StrOrPromise"
    icon: str
    order: int
    pages: tuple[str, ...]
    offered: Callable[["User"], bool] = everybody
    for_installation: bool = False


_items: dict[str, Item] = {}


def add(item: Item) -> None:
    _items[item.url] = item


def items(user: "User") -> list[Item]:
    """What this person is offered, in order, their own affairs first."""
    offered = [item for item in _items.values() if item.offered(user)]
    return sorted(offered, key=lambda item: (item.for_installation, item.order))
