"""Settings come from the environment, are documented, and safe in production."""

import json
import os
import re
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.handlers.asgi import ASGIHandler
from pytest_django import Settings

from config import safety, secret

ROOT = settings.ROOT
READ = re.compile(r"\b(?:env\.\w+|choice)\(\s*\"([A-Z_]+)\"")
SAFE: dict[str, Any] = {
    "debug": False,
    "demo": False,
    "secret_key": "f3k9-QmZx7!tYb2LrWcV8nHs5JdPg4TuEa6RoXi1wKzMqCv0By",
    "allowed_hosts": ["chat.example.org"],
    "secure_cookies": True,
    "hsts_seconds": 3600,
}
PRODUCTION = {
    "PRODUCTION": "true",
    "SECRET_KEY": SAFE["secret_key"],
    "ALLOWED_HOSTS": "chat.example.org",
}


def loaded(names: str, **environment: str) -> Any:
    """Load the settings in a process of their own, and return those asked for."""
    code = f"import json; from config import settings as s; print(json.dumps([{names}]))"
    ended = subprocess.run(
        [sys.executable, "-c", code],
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT / "messaging_app"),
            "DATABASE_URL": "postgresql://rapport:secret@db.example.org:5433/rapport",
            **environment,
        },
        capture_output=True,
        text=True,
    )
    if ended.returncode:
        raise ImproperlyConfigured(ended.stderr)
    return json.loads(ended.stdout)


def test_each_setting_is_documented_and_each_documented_one_exists() -> None:
    read = set(READ.findall((ROOT / "messaging_app/config/settings.py").read_text()))
    described = re.findall(r"^\| `([A-Z_]+)`", (ROOT / "docs/settings.md").read_text(), re.M)
    assert len(read) > 25
    assert sorted(described) == sorted(read)


def test_nothing_but_the_settings_reads_the_environment() -> None:
    allowed = {
        "settings.py",
        "manage.py",
        "asgi.py",
        "up.py",
        "pg.py",
        "validate.py",
        "conftest.py",
    }
    for path in (ROOT / "messaging_app").rglob("*.py"):
        if path.name not in allowed and "tests" not in path.parts:
            assert not re.search(r"os\.(environ|getenv)", path.read_text()), path


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"debug": True}, "DEBUG is on"),
        ({"demo": True}, "DEMO is on"),
        ({"secret_key": ""}, "SECRET_KEY is not set"),
        ({"secret_key": "k3Y!" * 3}, "SECRET_KEY is too short"),
        ({"secret_key": "x" * 60}, "SECRET_KEY is too short or too regular"),
        ({"secret_key": f"django-insecure-{SAFE['secret_key']}"}, "SECRET_KEY is a known"),
        ({"allowed_hosts": []}, "ALLOWED_HOSTS is empty"),
        ({"allowed_hosts": ["chat.example.org", "*"]}, "ALLOWED_HOSTS has a wildcard"),
        ({"secure_cookies": False}, "SECURE_COOKIES is off"),
        ({"hsts_seconds": 0}, "HSTS_SECONDS is 0"),
    ],
)
def test_each_unsafe_setting_is_named(change: dict[str, Any], said: str) -> None:
    found = safety.problems(**{**SAFE, **change})
    assert len(found) == 1
    assert found[0].startswith(said)


def test_a_safe_production_has_no_problem() -> None:
    assert safety.problems(**SAFE) == []


def test_production_refuses_to_load_and_lists_all_that_is_unsafe() -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        loaded("s.DEBUG", PRODUCTION="true", DEBUG="true", DEMO="true", SECURE_COOKIES="false")
    for name in ("DEBUG", "DEMO", "SECRET_KEY", "SECURE_COOKIES"):
        assert f"  - {name} is" in str(refused.value)


def test_production_is_secure_without_further_settings() -> None:
    names = "s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS > 0, s.DEBUG"
    assert loaded(names, **PRODUCTION) == [True, True, True, False]


def test_locally_plain_http_works_on_this_machine_only() -> None:
    assert loaded("s.SESSION_COOKIE_SECURE, s.SECURE_HSTS_SECONDS, s.ALLOWED_HOSTS") == [
        False,
        0,
        ["localhost", "127.0.0.1", "[::1]"],
    ]


def test_a_value_outside_the_choices_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured, match="SIGNUP is 'maybe', not open or invitation"):
        loaded("s.SIGNUP", SIGNUP="maybe")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("DATABASE_POOL", "many", "DATABASE_POOL is 'many', not a number."),
        ("PRODUCTION", "treu", "PRODUCTION is 'treu', not true or false."),
        ("DATABASE_URL", "mysql://ann:pw@db/chat", "DATABASE_URL is no address of PostgreSQL"),
        ("DATABASE_URL", "ann:pw@db:5432", "DATABASE_URL is no address of PostgreSQL"),
        ("DATABASE_URL", "postgresql://ann:pw@db:x/chat", "DATABASE_URL is no address"),
        ("DATABASE_URL", "postgresql://ann:pw%zz@db/chat", "DATABASE_URL is no address"),
        ("TIME_ZONE", "Berlin", "TIME_ZONE is 'Berlin', no time zone"),
        ("CSRF_TRUSTED_ORIGINS", "chat.example.org", "CSRF_TRUSTED_ORIGINS has 'chat.example.org'"),
    ],
)
def test_a_value_that_makes_no_sense_is_named(name: str, value: str, said: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=f"ImproperlyConfigured: {said}") as refused:
        loaded("s.DEBUG", **{name: value})
    assert "pw" not in str(refused.value).rpartition("ImproperlyConfigured:")[2]


def test_switches_may_be_written_in_several_ways() -> None:
    assert loaded("s.DEBUG, s.DEMO", DEBUG=" Yes", DEMO="off") == [True, False]


def test_the_bell_is_carried_by_redis_when_there_is_one() -> None:
    there = "redis://redis.example.org"
    assert loaded("s.BELL") == ["postgres"]
    assert loaded("s.BELL", REDIS_URL=there) == ["redis"]
    assert loaded("s.BELL", REDIS_URL=there, BELL="postgres") == ["postgres"]
    with pytest.raises(ImproperlyConfigured, match="BELL is redis: set REDIS_URL"):
        loaded("s.BELL", BELL="redis")
    with pytest.raises(ImproperlyConfigured, match="BELL is 'x', not redis or postgres or memory"):
        loaded("s.BELL", BELL="x", REDIS_URL=there)


def test_a_proxy_is_believed_only_when_it_is_announced() -> None:
    names = "getattr(s, 'SECURE_PROXY_SSL_HEADER', None), s.ALLAUTH_TRUSTED_PROXY_COUNT"
    assert loaded(names) == [None, 0]
    assert loaded(names, TRUSTED_PROXIES="1") == [["HTTP_X_FORWARDED_PROTO", "https"], 1]


def test_the_database_address_may_name_a_socket_or_a_host() -> None:
    names = "[s.DATABASES['default'][k] for k in ('HOST', 'PORT', 'NAME', 'USER')], s.EMBEDDED"
    assert loaded(names) == [["db.example.org", 5433, "rapport", "rapport"], None]
    by_socket = loaded(names, DATABASE_URL="postgresql://ann@/chat?host=%2Frun%2FPg")
    assert by_socket[0] == ["/run/Pg", "", "chat", "ann"]


def test_behind_a_pooler_nothing_outlives_its_transaction() -> None:
    database = "s.DATABASES['default']"
    names = f"{database}['DISABLE_SERVER_SIDE_CURSORS'], {database}['OPTIONS']['prepare_threshold']"
    there = "postgresql://rapport@db.example.org/rapport"
    assert loaded(names, DATABASE_URL=there) == [False, 5]
    pooled = "postgresql://rapport@pooler.example.org:6432/rapport"
    assert loaded(names, DATABASE_URL=pooled, DIRECT_DATABASE_URL=there) == [True, None]


def test_files_are_for_their_owner_unless_a_web_server_hands_them_out() -> None:
    names = "s.FILE_UPLOAD_PERMISSIONS, s.FILE_UPLOAD_DIRECTORY_PERMISSIONS"
    assert loaded(names) == [0o600, 0o700]
    assert loaded(names, ACCEL_REDIRECT="/protected/") == [0o640, 0o750]


def test_a_kept_secret_is_random_private_and_stays(tmp_path: Path) -> None:
    key = secret.kept_in(tmp_path / "var" / "secret_key")
    assert len(key) >= safety.SHORTEST_KEY
    assert secret.kept_in(tmp_path / "var" / "secret_key") == key
    assert secret.kept_in(tmp_path / "other") != key
    assert stat.S_IMODE((tmp_path / "var" / "secret_key").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "var").iterdir()] == ["secret_key"]


def test_no_middleware_holds_a_thread_for_an_open_stream(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.DEBUG = True  # Only then does Django tell what it had to adapt.
    with caplog.at_level("DEBUG", logger="django.request"):
        ASGIHandler()
    assert not [line for line in caplog.messages if "adapted" in line]
