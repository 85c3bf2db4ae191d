"""Emphasis as Slack and WhatsApp write it, into ours."""

import re

from imports.shortcodes import CODE

BOLD = re.compile(r"(?<![\w*])\*(?=\S)([^*\n]*[^*\s])\*(?![\w*])")
STRUCK = re.compile(r"(?<![\w~])~(?=\S)([^~\n]*[^~\s])~(?![\w~])")


def doubled(text: str) -> str:
    """One star or tilde means there what two mean here; code stays as it is."""
    if "*" not in text and "~" not in text:
        return text
    parts = CODE.split(text)
    parts[::2] = [STRUCK.sub(r"~~\1~~", BOLD.sub(r"**\1**", part)) for part in parts[::2]]
    return "".join(parts)
