"""What the pages at the door ask for."""

from typing import Any

from django import template
from django.conf import settings

from accounts import demo, first_account, menu

register = template.Library()


@register.inclusion_tag("accounts/_demo_people.html", takes_context=True)
def demo_people(context: dict[str, Any]) -> dict[str, Any]:
    """The people to step in as, while demo mode is on."""
    people = demo.shown() if settings.DEMO else []
    return {"people": people, "csrf_token": context.get("csrf_token", ""), "on": settings.DEMO}


@register.simple_tag(takes_context=True)
def settings_menu(context: dict[str, Any]) -> list[dict[str, Any]]:
    """The menu of the settings for whoever looks, and where in it they are."""
    request = context["request"]
    at = request.resolver_match.view_name
    return [
        {"item": item, "is_current": at.startswith(item.pages)} for item in menu.items(request.user)
    ]


@register.simple_tag
def sign_up_is_open() -> bool:
    return settings.SIGNUP == "open" and not first_account.is_missing()


@register.simple_tag
def site_name() -> str:
    name: str = settings.SITE_NAME
    return name
