"""The examples for hosting fit the program they start."""

import re
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import get_commands, load_command_class

from config.supervisor import MANAGE

DEPLOY = settings.ROOT / "deploy"
SETTING = re.compile(r"^(?:\s+|ENV )?([A-Z][A-Z_]+)[:=]", re.MULTILINE)
FOREIGN = {"HOST_NAME", "RAPPORT"}


@pytest.mark.parametrize("unit", ["rapport-web@.service", "rapport-worker.service"])
def test_each_command_that_a_unit_starts_exists(unit: str) -> None:
    started = re.findall(r"manage\.py (\w+)((?: --\w+ \S+)*)", (DEPLOY / unit).read_text())
    assert started
    for name, options in started:
        command = load_command_class(get_commands()[name], name)
        parser = command.create_parser("manage.py", name)
        parser.parse_args(options.replace("%i", "8001").split())


def test_each_example_setting_is_a_setting() -> None:
    described = (settings.ROOT / "docs/settings.md").read_text()
    for path in (DEPLOY / "env.example", settings.ROOT / "compose.yaml"):
        for name in set(SETTING.findall(path.read_text())) - FOREIGN:
            assert name.startswith("POSTGRES_") or f"| `{name}` |" in described, name


def test_the_programs_of_postgresql_find_the_database() -> None:
    asked = subprocess.run(
        [sys.executable, MANAGE, "pg", "psql", "-Atc", "SELECT current_user"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert asked.stdout.strip() == settings.DATABASES["default"]["USER"]
