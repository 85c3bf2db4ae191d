"""The Markdown that messages know: emphasis, code, quotes, lists, links."""

from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from chats.rendering import links, mentions

KNOWN = [
    "autolink",
    "backticks",
    "blockquote",
    "emphasis",
    "escape",
    "fence",
    "link",
    "linkify",
    "list",
    "newline",
    "strikethrough",
]


def draw(text: str, names: tuple[tuple[str, str], ...]) -> str:
    """HTML of the text; the caller sanitises it."""
    return str(_PARSER.render(text, {"names": names}))


def plain(text: str) -> str:
    """The text without its marks."""
    return " ".join(_pieces(_PARSER.parse(text, {})))


def _pieces(tokens: list[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type == "inline":
            yield "".join(child.content or " " * _is_break(child) for child in token.children or [])
        elif token.type == "fence":
            yield token.content


def _is_break(token: Token) -> bool:
    return token.type in ("softbreak", "hardbreak")


def _unmask_links(state: StateCore) -> None:
    for token in state.tokens:
        if token.type == "inline" and token.children:
            links.unmask(token.children)


def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero", {"linkify": True, "breaks": True, "html": False})
    parser.enable(KNOWN)
    parser.linkify = links.finder()
    parser.validateLink = links.is_allowed  # type: ignore[method-assign]
    parser.normalizeLinkText = links.text_of  # type: ignore[method-assign, assignment]
    parser.inline.ruler.before("text", "mention", mentions.find)
    parser.core.ruler.push("unmask_links", _unmask_links)
    parser.add_render_rule("mention", mentions.draw)
    return parser


_PARSER = _parser()
