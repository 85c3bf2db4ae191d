"""The menu of the settings, to which each room adds its items."""

import re

import pytest
from django.test import Client

from accounts import menu
from chats.models import User

LINK = re.compile(r'<a href="([^"]+)"( aria-current="page")?')


def links(page: str) -> dict[str, bool]:
    """The addresses of the menu in order, and whether one is there."""
    nav = page.partition('<nav class="nav"')[2].partition("</nav>")[0]
    return {address: bool(current) for address, current in LINK.findall(nav)}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/settings/", "/settings/profile/"),
        ("/settings/profile/", "/settings/profile/"),
        ("/settings/sign-in/email/", "/settings/sign-in/"),
        ("/settings/language/", "/settings/language/"),
    ],
)
def test_one_sees_where_one_is(proved: Client, path: str, current: str) -> None:
    found = links(proved.get(path).text)
    assert [address for address, is_current in found.items() if is_current] == [current]


@pytest.mark.django_db
def test_what_concerns_the_installation_is_for_its_admins(
    browser: Client, office: Client, olu: User
) -> None:
    assert "/settings/invitations/" not in links(browser.get("/settings/").text)
    assert list(links(office.get("/settings/").text))[-1] == "/settings/invitations/"
    User.objects.filter(pk=olu.pk).update(is_staff=True)
    page = office.get("/settings/").text
    assert list(links(page))[-2:] == ["/settings/invitations/", "/admin/"]
    assert page.count("This installation") == 1


@pytest.mark.django_db
def test_a_room_adds_its_item_once_and_to_its_place(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(menu, "_items", dict(menu._items))
    for _ in range(2):
        menu.add(menu.Item("chats:people", "Guests", "users", 25, ("chats:people",)))
    found = list(links(browser.get("/settings/").text))
    assert found[1:4] == ["/settings/notifications/", "/people/", "/settings/appearance/"]
