"""A long conversation stays quick: no selector makes the browser look at every element again."""

import re

from django.conf import settings

SHEETS = sorted(settings.APP_DIR.glob("*/static/**/*.css"))
COMMENT = re.compile(r"/\*.*?\*/", re.S)
SELECTORS = re.compile(r"([^{};]+)\{")
INNERMOST = re.compile(r":has\([^()]*\)")
ANYTHING = re.compile(r"(?:^|[\s>+~,(])(?:\*|:not\([^()]*\)\s*$)")


def selectors(sheet: str) -> list[str]:
    rules = SELECTORS.findall(COMMENT.sub("", sheet))
    return [one.strip() for rule in rules for one in rule.split(",\n")]


def touches_everything(selector: str) -> bool:
    """Whether what `:has` finds somewhere may change any element, whatever it is called."""
    return ":has(" in selector and bool(ANYTHING.search(INNERMOST.sub("", selector)))


def test_such_a_selector_is_recognised() -> None:
    assert touches_everything(".app:has(.conversation) .pane-main > *")
    assert touches_everything(".files:has(> .image) > :not(.image)")
    assert touches_everything(".app:has(.pane) :is(.rail, .main > *)")
    assert not touches_everything(".pane-aside:not(:has(*))")
    assert not touches_everything(".app:has(.pane-aside > *) :is(.rail, .pane-list)")


def test_what_is_found_somewhere_changes_only_what_has_a_name() -> None:
    assert len(SHEETS) > 10
    for sheet in SHEETS:
        for selector in selectors(sheet.read_text(encoding="utf-8")):
            assert not touches_everything(selector), f"{sheet.name}: {selector}"
