"""The template tags of every page."""

import re
from datetime import UTC, datetime

import pytest
from django.http import HttpRequest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone

from ui import modules


def drawn(source: str, request: HttpRequest | None = None, **context: object) -> str:
    if request:
        context["request"] = request
    return Template("{% load ui %}" + source).render(Context(context))


def request_with(**cookies: str) -> HttpRequest:
    request = RequestFactory().get("/")
    request.COOKIES.update(cookies)
    return request


def test_icon_is_inlined_and_hidden_from_screen_readers() -> None:
    svg = drawn('{% icon "search" 14 %}')
    assert svg.startswith('<svg class="icon icon-14"')
    assert 'aria-hidden="true"' in svg
    assert "<circle" in svg


def test_unknown_icon_is_an_error_not_a_hole() -> None:
    with pytest.raises(LookupError, match="no-such-thing"):
        drawn('{% icon "no-such-thing" %}')


def test_avatar_without_image_shows_initials_on_a_stable_hue() -> None:
    html = drawn("{% avatar 7 name size=32 %}", name="Ann Lindqvist")
    assert re.fullmatch(
        r'<span class="avatar avatar-32 hue-[0-7]" aria-hidden="true">AL</span>', html
    )


def test_avatar_of_a_group_is_a_rounded_square() -> None:
    assert "group" in drawn('{% avatar 7 "Year 9 parents" group=True %}')


def test_avatar_carries_person_and_presence_for_the_client() -> None:
    html = drawn('{% avatar 7 "Ann" person="u1" presence="away" %}')
    assert 'data-person="u1" data-presence="away"' in html


def test_avatar_escapes_what_people_call_themselves_and_their_images() -> None:
    html = drawn('{% avatar 7 "x" image=image %}', image='"><script>')
    assert "<script>" not in html


def test_time_keeps_the_exact_moment_beside_the_words() -> None:
    html = drawn("{% moment at %}", at=datetime(2026, 11, 22, 22, 47, tzinfo=UTC))
    assert 'datetime="2026-11-22T22:47:00+00:00"' in html
    assert 'data-form="clock"' in html


@pytest.mark.parametrize(
    ("cookies", "attributes"),
    [
        ({}, ""),
        ({"theme": "dark"}, ' data-theme="dark"'),
        ({"theme": "light", "text": "large"}, ' data-theme="light" data-text="large"'),
        ({"theme": '"><script>', "text": "huge"}, ""),
    ],
)
def test_appearance_takes_only_known_choices(cookies: dict[str, str], attributes: str) -> None:
    assert drawn("{% appearance %}", request_with(**cookies)) == attributes


def test_import_map_carries_the_nonce_of_the_page() -> None:
    request = request_with()
    request.csp_nonce = "abc"  # type: ignore[attr-defined]
    assert '<script type="importmap" nonce="abc">' in drawn("{% importmap %}", request)


def test_import_map_lists_no_vendored_file() -> None:
    assert not [name for name in modules.addresses() if "vendor" in name]


def test_each_room_starts_its_own_script() -> None:
    page = Template("{% load ui %}{% entries %}").render(Context())
    assert '<script type="module" src="/static/ui/app.js"></script>' in page
    assert '<script type="module" src="/static/chats/app.js"></script>' in page


def test_what_is_asked_for_later_is_not_loaded_ahead() -> None:
    ahead = Template("{% load ui %}{% modulepreloads %}").render(Context())
    for name in ("chats/app.js", "chats/sse.js", "ui/time_zone.js"):
        assert f'href="/static/{name}"' in ahead
    assert "/later/" not in ahead
    assert any("/later/" in name for name in modules.addresses())


def test_the_sheet_of_the_product_comes_before_those_of_rooms() -> None:
    links = re.findall(r'href="/static/([\w/]+)', drawn("{% stylesheets %}"))
    assert links[0] == "ui/ui"
    assert "accounts/accounts" in links


def test_a_page_names_the_zone_in_which_its_times_are_said() -> None:
    with timezone.override("Asia/Tokyo"):
        page = render_to_string("ui/base.html", {}, request_with())
    assert page.count("data-zone=") == 1
    assert 'data-zone="Asia/Tokyo"' in page
