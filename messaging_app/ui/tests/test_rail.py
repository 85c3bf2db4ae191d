"""The main navigation, to which each room adds its item."""

import pytest

from ui import rail


@pytest.fixture(autouse=True)
def _empty_rail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rail, "_items", {})


def item(name: str, order: int, *, at_foot: bool = False) -> rail.Item:
    return rail.Item(name, name.title(), "users", f"{name}:list", order, at_foot=at_foot)


def test_items_stand_in_their_order_with_those_at_the_foot_last() -> None:
    rail.add(item("settings", 1, at_foot=True))
    rail.add(item("people", 20))
    rail.add(item("chats", 10))
    assert [found.name for found in rail.items()] == ["chats", "people", "settings"]


def test_a_room_that_starts_twice_has_one_item() -> None:
    rail.add(item("chats", 10))
    rail.add(item("chats", 10))
    assert len(rail.items()) == 1
