"""The small words of every template: icons, avatars, times."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import template
from django.contrib.messages import get_messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from ui import icons, modules, names, rail, times

register = template.Library()

# What is not among these is the system's theme and the usual size.
APPEARANCES = {"theme": ("light", "dark"), "text": ("small", "large")}

register.filter("initials", names.initials)
register.filter("hue", names.hue)
register.filter("clock", times.clock)
register.filter("when", times.when)
register.filter("day", times.day)
register.filter("day_and_clock", times.day_and_clock)
register.filter("moment", times.moment)


@register.simple_tag
def icon(name: str, size: int = 20) -> SafeString:
    """A decoration: whoever puts it somewhere alone names the button around it."""
    return format_html(
        '<svg class="icon icon-{}" viewBox="0 0 24 24" aria-hidden="true">{}</svg>',
        size,
        mark_safe(icons.shapes(name)),  # noqa: S308 - our own files
    )


@register.simple_tag
def avatar(
    key: object,
    name: str,
    *,
    size: int = 40,
    group: bool = False,
    image: str = "",
    person: object = "",
    presence: str = "",
) -> SafeString:
    """Initials on the hue of `key`, or the image at that address.

    `person` is the id by which changes of presence find it again.
    """
    inside = names.initials(name)
    if image:
        inside = format_html(
            '<img src="{}" alt="" loading="lazy" width="{}" height="{}">', image, size, size
        )
    return format_html(
        '<span class="avatar avatar-{} hue-{}{}"{}{} aria-hidden="true">{}</span>',
        size,
        names.hue(key),
        " group" if group else "",
        format_html(' data-person="{}"', person) if person else "",
        format_html(' data-presence="{}"', presence) if presence else "",
        inside,
    )


@register.simple_tag
def moment(at: datetime, form: str = "clock") -> SafeString:
    """A <time> said as clock, when, day or day_and_clock; the browser may say it in its zone."""
    said = {
        "clock": times.clock,
        "when": times.when,
        "day": times.day,
        "day_and_clock": times.day_and_clock,
        "moment": times.moment,
    }[form](at)
    return format_html(
        '<time datetime="{}" data-form="{}" title="{}">{}</time>',
        at.isoformat(),
        form,
        times.moment(at),
        said,
    )


@register.simple_tag(takes_context=True)
def appearance(context: dict[str, Any]) -> SafeString:
    """Attributes of <html>: the theme and text size that the person, or this device, chose."""
    request, preferences = context.get("request"), context.get("preferences")
    cookies = request.COOKIES if request else {}
    chosen = {
        "theme": getattr(preferences, "theme", "") or cookies.get("theme"),
        "text": getattr(preferences, "text_size", "") or cookies.get("text"),
    }
    known = [(name, value) for name, value in chosen.items() if value in APPEARANCES[name]]
    return format_html_join("", ' data-{}="{}"', known)


@register.simple_tag(takes_context=True)
def notices(context: dict[str, Any]) -> Iterable[Message]:
    """What the last request had to say; `messages` is a word of the chat here."""
    return get_messages(context["request"]) if "request" in context else []


@register.inclusion_tag("ui/_rail.html", takes_context=True, name="rail")
def show_rail(context: dict[str, Any]) -> dict[str, Any]:
    request: HttpRequest = context["request"]
    section = context.get("section", "")
    items = [
        {
            "item": item,
            "is_current": item.name == section,
            "count": item.count(request.user) if item.count else 0,
        }
        for item in rail.items()
    ]
    return {"items": items, "request": request, "user": request.user}


@register.simple_tag(takes_context=True)
def importmap(context: dict[str, Any]) -> SafeString:
    """The import map; it is inline by nature, so it carries the page's nonce."""
    request = context.get("request")
    return format_html(
        '<script type="importmap" nonce="{}">{}</script>',
        getattr(request, "csp_nonce", ""),
        mark_safe(json.dumps({"imports": modules.addresses()})),  # noqa: S308 - our own names
    )


@register.simple_tag
def stylesheets() -> SafeString:
    return format_html_join(
        "\n", '<link rel="stylesheet" href="{}">', ((static(name),) for name in modules.sheets())
    )


@register.simple_tag
def modulepreloads() -> SafeString:
    return format_html_join(
        "\n",
        '<link rel="modulepreload" href="{}">',
        ((address,) for address in modules.preloaded()),
    )


@register.simple_tag
def entries() -> SafeString:
    """The scripts that start a page, one for each room that has some."""
    return format_html_join(
        "\n",
        '<script type="module" src="{}"></script>',
        ((address,) for address in modules.entries()),
    )
