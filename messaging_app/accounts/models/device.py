"""A browser in which a person is signed in."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.utils import timezone

from accounts.browsers import describe
from chats.models import User


class DeviceQuerySet(models.QuerySet["Device"]):
    def of(self, user: User) -> DeviceQuerySet:
        """Those that are still signed in, last used first."""
        alive = Session.objects.filter(expire_date__gt=timezone.now())
        return self.filter(user=user, session_key__in=alive.values("session_key")).order_by(
            "-last_seen_at"
        )

    def sign_out(self) -> int:
        """End these sessions at once and return how many there were."""
        with transaction.atomic():
            keys = list(self.values_list("session_key", flat=True))
            Session.objects.filter(session_key__in=keys).delete()
            UserSession.objects.filter(session_key__in=keys).delete()
        return len(keys)


class Device(UserSession):
    devices = DeviceQuerySet.as_manager()

    class Meta:
        proxy = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return describe(self.user_agent)
