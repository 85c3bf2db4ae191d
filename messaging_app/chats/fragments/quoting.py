"""Quotes of what the reader may not see are left out."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chats.models import Message


def hide_quotes_below(floor: int, messages: "Iterable[Message]") -> None:
    """Forget, in memory only, which earlier message these answer when it lies below `floor`."""
    for message in messages:
        if message.reply_to is not None and message.reply_to.seq <= floor:
            message.reply_to = None
