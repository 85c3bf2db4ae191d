"""The words of the chat's templates."""

from collections.abc import Collection

from django import template
from django.utils.safestring import SafeString

from chats import rendering
from chats.models import Message

register = template.Library()


@register.filter
def is_in(item: object, among: Collection[object]) -> bool:
    return item in among


@register.filter
def words(message: Message) -> SafeString:
    """What was said, as HTML that can run nothing."""
    return rendering.words(message.message_body, getattr(message, "called", None))


@register.filter
def one_line(message: Message) -> str:
    """What was said, without marks and line breaks, as a quote shows it."""
    return rendering.one_line(message.message_body)
