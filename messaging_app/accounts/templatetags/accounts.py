"""What the pages at the door ask for."""

from typing import Any

from django import template
from django.conf import settings

from accounts import demo, first_account

register = template.Library()


@register.inclusion_tag("accounts/_demo_people.html", takes_context=True)
def demo_people(context: dict[str, Any]) -> dict[str, Any]:
    """The people to step in as, while demo mode is on."""
    people = demo.shown() if settings.DEMO else []
    return {"people": people, "csrf_token": context.get("csrf_token", ""), "on": settings.DEMO}


@register.simple_tag
def sign_up_is_open() -> bool:
    return settings.SIGNUP == "open" and not first_account.is_missing()


@register.simple_tag
def site_name() -> str:
    name: str = settings.SITE_NAME
    return name
