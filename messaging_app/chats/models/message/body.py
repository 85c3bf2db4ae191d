"""What may be said: 1 to 5000 characters that somebody can see."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LONGEST = 5000
SURROGATE = re.compile("[\ud800-\udfff]")


def clean_body(body: object) -> str:
    """Return the words as they are stored; ValidationError says what is wrong with them."""
    if not isinstance(body, str) or not is_visible(body):
        raise ValidationError({"message_body": _("Write something first.")}, code="empty")
    if not is_storable(body):
        raise ValidationError(
            {"message_body": _("The text contains characters that cannot be stored.")},
            code="characters",
        )
    if len(body) > LONGEST:
        raise ValidationError(
            {
                "message_body": _("%(count)d characters. A message holds up to %(limit)d.")
                % {"count": len(body), "limit": LONGEST}
            },
            code="too_long",
        )
    return body


def is_visible(body: str) -> bool:
    """Whether a character is more than white space, control or formatting."""
    return body[:1].isalnum() or any(
        not char.isspace() and unicodedata.category(char) not in ("Cc", "Cf") for char in body
    )


def is_storable(text: str) -> bool:
    """Whether PostgreSQL takes it: no null character, no half of a surrogate pair."""
    return "\0" not in text and not SURROGATE.search(text)
