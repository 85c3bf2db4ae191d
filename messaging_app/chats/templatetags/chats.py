"""The words of the chat's templates."""

from collections.abc import Collection

from django import template

from chats.models import Message

register = template.Library()

# What a quote or a preview can show is far less; this only keeps a long message out of it.
ONE_LINE = 200


@register.filter
def is_in(item: object, among: Collection[object]) -> bool:
    return item in among


@register.filter
def one_line(message: Message) -> str:
    """What was said, without its line breaks, as a quote shows it."""
    return " ".join(message.message_body.split())[:ONE_LINE]
