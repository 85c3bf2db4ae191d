"""Slack's marks into ours."""

import re
from collections.abc import Mapping

from imports.marks import doubled
from imports.shortcodes import with_emoji

TOKEN = re.compile(r"<([^<>\n]+)>")
ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
BRACKETS = str.maketrans({"[": r"\[", "]": r"\]"})


def to_markdown(text: str, names: Mapping[str, str]) -> str:
    """The words with people and rooms by their names; `names` maps ids of people."""
    linked = TOKEN.sub(lambda match: _token(match[1], names), doubled(text))
    for entity, char in ENTITIES:
        linked = linked.replace(entity, char)
    return with_emoji(linked)


def _token(inside: str, names: Mapping[str, str]) -> str:
    target, __, label = inside.partition("|")
    if target.startswith("@"):
        return f"@{names.get(target[1:]) or label.lstrip('@') or target[1:]}"
    if target.startswith("#"):
        return f"#{label or target[1:]}"
    if target.startswith("!"):
        return label or f"@{target[1:].partition('^')[0]}"
    if target.startswith("mailto:"):
        return label or target.removeprefix("mailto:")
    plain = target.partition("://")[2].rstrip("/")
    if not label or label in (target, plain):
        return target
    return f"[{label.translate(BRACKETS)}]({target})"
