"""The import contracts of pyproject.toml hold, and each is seen to fail when it is broken."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

IGNORED = shutil.ignore_patterns("__pycache__", "static", "templates", "icons")


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("copy")
    shutil.copytree(settings.APP_DIR, copy / "messaging_app", ignore=IGNORED)
    shutil.copy(settings.ROOT / "pyproject.toml", copy)
    return copy


def verdicts(copy: Path) -> dict[str, str]:
    """Return for each contract whether it is KEPT or BROKEN."""
    ended = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy / "messaging_app")},
        capture_output=True,
        text=True,
    )
    return dict(re.findall(r"^(.+) (KEPT|BROKEN)\b", ended.stdout, re.MULTILINE))


def test_all_are_kept(copied: Path) -> None:
    found = verdicts(copied)
    assert len(found) >= 4
    assert set(found.values()) == {"KEPT"}


@pytest.mark.parametrize(
    ("place", "line", "broken"),
    [
        ("ui/names.py", "from chats import models", "Rooms: imports go down only"),
        ("realtime/bell.py", "from ui import names", "Rooms: imports go down only"),
        ("accounts/apps.py", "from api import models", "Rooms: imports go down only"),
        ("api/models/__init__.py", "from api import views", "Inside a room"),
        ("chats/models/__init__.py", "from chats import views", "Inside a room"),
        ("config/log.py", "from imports import lines", "Nothing imports what brings history in"),
        ("imports/slack/markup.py", "from imports import systems", "Inside imports"),
        ("transports/base.py", "from transports import views", "Inside the transports"),
        ("accounts/apps.py", "import httpx", "Only transports (and outgoing webhooks) speak HTTP"),
        ("accounts/apps.py", "from realtime import bell", "The bell is rung from one place"),
    ],
)
def test_each_is_seen_to_fail(copied: Path, place: str, line: str, broken: str) -> None:
    changed = copied / "messaging_app" / place
    before = changed.read_text()
    # Inside a function, where a look at the top of the file would not find it.
    changed.write_text(f"{before}\n\ndef hidden() -> None:\n    {line}\n")
    try:
        found = verdicts(copied)
    finally:
        changed.write_text(before)
    assert "BROKEN" in [word for name, word in found.items() if name.startswith(broken)]
