"""People as lists and cards show them."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils.translation import gettext as _

from chats.models import User
from realtime import presence
from ui.times import day_and_clock


@dataclass
class Face:
    """`may_talk` says whether the one who looks can open a direct conversation with them."""

    user: User
    may_talk: bool = True

    @property
    def id(self) -> object:
        return self.user.pk

    @property
    def display_name(self) -> str:
        return self.user.display_name

    @property
    def image(self) -> str:
        return self.user.avatar_url

    @cached_property
    def presence(self) -> str:
        return presence.state_of(self.user.pk)

    @property
    def status(self) -> str:
        return status_of(self.presence, self.user.last_seen_at)

    @property
    def labels(self) -> list[str]:
        return [self.user.get_role_display()] if self.user.role != "guest" else []


def image_of(user_id: str, name: str | None) -> str:
    """The address of somebody's photo by the name of its file, or nothing."""
    return User(pk=user_id, avatar=name).avatar_url if name else ""


def name_of(person: dict[str, str]) -> str:
    """What somebody is called of whom only the names are known."""
    return User(first_name=person["first_name"], last_name=person["last_name"]).display_name


def status_of(state: str, seen: datetime | None) -> str:
    """Presence in words, or when the person was last seen."""
    if state == "online":
        return _("online")
    if state == "away":
        return _("away")
    return _("Last seen %(when)s") % {"when": day_and_clock(seen)} if seen else ""
