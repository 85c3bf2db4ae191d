"""What every answer tells the browser about itself."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def policy_of(client: Client) -> dict[str, str]:
    header = client.get("/health/").headers["Content-Security-Policy"]
    return dict(part.strip().split(" ", 1) for part in header.split(";"))


def test_nothing_inline_nothing_foreign_and_no_eval_runs(client: Client) -> None:
    policy = policy_of(client)
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["style-src"] == "'self'"
    assert policy["connect-src"] == "'self'"
    assert policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert not [rule for rule in policy.values() if "unsafe" in rule or "*" in rule]


def test_a_browser_guesses_no_types_and_keeps_addresses_to_itself(client: Client) -> None:
    headers = client.get("/health/").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert "geolocation=()" in headers["Permissions-Policy"]


def test_every_page_carries_them_too(client: Client) -> None:
    for address in ("/admin/login/", "/nowhere/"):
        headers = client.get(address).headers
        assert headers["X-Content-Type-Options"] == "nosniff", address
        assert "Permissions-Policy" in headers, address
        assert "Content-Security-Policy" in headers, address


def test_static_files_carry_no_more_than_they_need(client: Client) -> None:
    headers = client.get("/static/admin/css/base.css").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert sum(len(f"{name}: {value}\r\n") for name, value in headers.items()) < 400


def test_a_page_is_compressed(client: Client) -> None:
    page = client.get("/sign-in/", headers={"accept-encoding": "gzip"})
    assert page.headers["Content-Encoding"] == "gzip"
