"""Characters that change how their neighbours look, kept from doing harm."""

import regex

# Marks that turn the direction of what follows; a paragraph needs none, and a lie is made of them.
TURNING = regex.compile("[\u202a-\u202e\u2066-\u2069]")
# What nobody sees: in a link or a name it would make two different things look the same.
UNSEEN = regex.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]"
)
# More marks on one letter than any script has: they would climb over the lines around.
PILED = regex.compile(r"(\p{M}{8})\p{M}+")
CONTROLS = regex.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")


def tame(text: str) -> str:
    """The text without characters that disturb what stands around it."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return PILED.sub(r"\1", TURNING.sub("", CONTROLS.sub("", text)))


def is_plain_to_see(text: str) -> bool:
    """Whether every character of it can be seen."""
    return not UNSEEN.search(text)
