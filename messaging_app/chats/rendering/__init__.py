"""How the words of a message are drawn: a little Markdown, links and mentions, never HTML."""

from collections.abc import Mapping
from functools import lru_cache

from django.utils.safestring import SafeString, mark_safe

from chats.rendering import markdown
from chats.rendering.characters import tame
from chats.rendering.sanitised import CLEANER

Names = tuple[tuple[str, str], ...]

# What a preview or a quote shows at most; the rest is cut by the style sheet anyway.
LINE = 200


def words(body: str, mentioned: Mapping[str, str] | None = None) -> SafeString:
    """The body as HTML that can run nothing; `mentioned` maps ids of those called to names."""
    return _words(body, tuple(sorted((mentioned or {}).items())))


@lru_cache(maxsize=2048)
def one_line(body: str) -> str:
    """The body as plain words on one line, for previews and quotes."""
    return " ".join(markdown.plain(tame(body)).split())[:LINE]


@lru_cache(maxsize=2048)
def _words(body: str, names: Names) -> SafeString:
    drawn = markdown.draw(tame(body), names)
    return mark_safe(CLEANER.clean(drawn))  # noqa: S308 - the sanitiser has just been over it
