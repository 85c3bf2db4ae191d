"""Links that say where they lead."""

from urllib.parse import urlsplit

import mdurl
from linkify_it import LinkifyIt
from markdown_it.common.normalize_url import normalizeLink
from markdown_it.token import Token

from chats.rendering.characters import is_plain_to_see

SCHEMES = ("http", "https", "mailto")
# An address without https:// is a link only under these, so that models.py and run.sh are not.
ENDINGS = (
    *("com", "net", "org", "edu", "gov", "int", "info", "io", "dev", "app"),
    *("at", "be", "ch", "cz", "de", "dk", "es", "eu", "fi", "fr", "ie", "it", "nl", "no", "pl"),
    *("pt", "se", "uk", "ar", "br", "ca", "cl", "co", "mx", "us", "au", "cn", "in", "jp", "kr"),
    *("nz", "gh", "ke", "ng", "za"),
)


def finder() -> LinkifyIt:
    found = LinkifyIt(options={"fuzzy_email": False})
    found.tlds(list(ENDINGS))
    found.add("ftp:", None)
    found.add("//", None)
    return found


def is_allowed(url: str) -> bool:
    """Only the web and mail, no password before the host, nothing that a reader cannot see."""
    try:
        parts = urlsplit(url)
        is_known = parts.scheme.lower() in SCHEMES and "@" not in parts.netloc
        return is_known and is_plain_to_see(_host(parts.netloc) + mdurl.decode(url))
    except ValueError:
        return False


def text_of(url: str) -> str:
    """An address as it is shown: the host in ASCII, so that no letter poses as another."""
    return mdurl.decode(normalizeLink(url), mdurl.DECODE_DEFAULT_CHARS + "%")


def unmask(children: list[Token]) -> None:
    """Where the text of a link is empty or looks like another address, show the real one."""
    for at in reversed(range(len(children))):
        token = children[at]
        if token.type != "link_open" or token.markup in ("linkify", "autolink"):
            continue
        end = next(i for i in range(at, len(children)) if children[i].type == "link_close")
        said = "".join(child.content for child in children[at + 1 : end]).strip()
        href = str(token.attrs.get("href", ""))
        if not href:
            children[at : end + 1] = [_text(said)]
        elif not said or _poses(said, href):
            children[at + 1 : end] = [_text(text_of(href))]


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _host(netloc: str) -> str:
    """The host as its letters, whatever way it was written; ValueError when it is none."""
    return ".".join(
        part[4:].encode("ascii").decode("punycode") if part.startswith("xn--") else part
        for part in netloc.lower().split(".")
    )


def _poses(said: str, href: str) -> bool:
    """Whether the words look like an address, but not like the one they lead to."""
    looks_like_address = "://" in said or (" " not in said and "." in said.strip("."))
    shown = text_of(href)
    honest = {href, shown, shown.split("://", 1)[-1]}
    return looks_like_address and said.rstrip("/") not in {url.rstrip("/") for url in honest}
