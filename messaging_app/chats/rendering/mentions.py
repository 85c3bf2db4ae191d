"""Names after an @, drawn as mentions when the message really called these people."""

from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererProtocol
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict


def find(state: StateInline, silent: bool) -> bool:
    """Inline rule: take `@Ann Lind` or `@Ann` when Ann Lind is among the called."""
    if state.src[state.pos] != "@" or _is_inside_word(state.src, state.pos):
        return False
    for person, name in _candidates(state.env.get("names", ())):
        end = state.pos + 1 + len(name)
        said = state.src[state.pos + 1 : end]
        if said.casefold() == name.casefold() and not state.src[end : end + 1].isalnum():
            if not silent:
                token = state.push("mention", "span", 0)
                token.content, token.meta = said, {"person": person}
            state.pos = end
            return True
    return False


def draw(
    self: RendererProtocol, tokens: list[Token], at: int, options: OptionsDict, env: EnvType
) -> str:
    token = tokens[at]
    return (
        f'<span class="mention" data-mention="{escapeHtml(token.meta["person"])}">'
        f"@<bdi>{escapeHtml(token.content)}</bdi></span>"
    )


def _candidates(names: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    """Full names before first names, longer ones before shorter."""
    full = [(person, name) for person, name in names if name]
    first = [(person, name.split()[0]) for person, name in full]
    return sorted(full, key=lambda pair: -len(pair[1])) + first


def _is_inside_word(text: str, at: int) -> bool:
    return at > 0 and text[at - 1].isalnum()
