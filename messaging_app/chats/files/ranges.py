"""The part of a file that a player asks for (RFC 9110, section 14)."""

import re

# Several ranges at once are allowed to be answered with the whole; no player asks for them.
ONE = re.compile(r"bytes=\s*(\d{0,18})\s*-\s*(\d{0,18})\s*", re.ASCII)


class Unsatisfiable(Exception):
    """The part lies outside the file."""


def wanted(header: str, size: int) -> tuple[int, int] | None:
    """The first and the last byte; None for the whole; raises Unsatisfiable."""
    found = ONE.fullmatch(header)
    if not found or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    if not first:
        start, end = max(0, size - int(last)), size - 1
    else:
        start, end = int(first), min(int(last), size - 1) if last else size - 1
    if first and last and int(last) < start:
        return None
    if start > end:
        raise Unsatisfiable
    return start, end
