"""What holds for every template of the house: the content policy, icons, names of buttons."""

import re
from pathlib import Path

import pytest

from ui import icons

HOUSE = Path(__file__).resolve().parents[2]
TEMPLATES = sorted(HOUSE.glob("*/templates/**/*.html"))
ICON = re.compile(r'{% icon "([\w-]+)"')
TAG = re.compile(r"<[a-z][^<>]*>", re.S)


def named(file: Path) -> str:
    return str(file.relative_to(HOUSE))


@pytest.mark.parametrize("file", TEMPLATES, ids=named)
def test_template_has_nothing_inline_that_the_content_policy_refuses(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    for tag in TAG.findall(text):
        assert not re.search(r"\son[a-z]+\s*=", tag), tag
        assert not re.search(r"\sstyle\s*=", tag), tag
        assert "hx-on" not in tag, tag
        assert "javascript:" not in tag, tag
    assert not re.search(r"<style\b", text)
    for script in re.findall(r"<script\b[^>]*>", text):
        assert "src=" in script, script


@pytest.mark.parametrize("file", TEMPLATES, ids=named)
def test_every_icon_of_a_template_exists(file: Path) -> None:
    assert set(ICON.findall(file.read_text(encoding="utf-8"))) <= set(icons.names())


def test_every_icon_file_has_shapes() -> None:
    assert all(icons.shapes(name) for name in icons.names())


@pytest.mark.parametrize("file", TEMPLATES, ids=named)
def test_every_icon_button_has_a_name(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    for tag in re.findall(r'<[a-z]+[^<>]*class="[^"]*icon-button[^<>]*>', text):
        assert "aria-label=" in tag or tag.startswith("<label"), tag


def test_no_template_fetches_from_another_host() -> None:
    for file in TEMPLATES:
        tags = TAG.findall(file.read_text(encoding="utf-8"))
        loading = [tag for tag in tags if re.search(r'(?:src|href)="(?:https?:)?//', tag)]
        assert not [tag for tag in loading if not tag.startswith("<a ")], file
