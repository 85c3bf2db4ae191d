"""A browser in which a person is signed in."""

from __future__ import annotations

from functools import partial

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.utils import timezone

from accounts.browsers import describe, is_handheld
from chats.models import User
from realtime.stream import end_session


class DeviceQuerySet(models.QuerySet["Device"]):
    def of(self, user: User) -> DeviceQuerySet:
        """Those that are still signed in, last used first."""
        alive = Session.objects.filter(expire_date__gt=timezone.now())
        return self.filter(user=user, session_key__in=alive.values("session_key")).order_by(
            "-last_seen_at"
        )

    def forget_ended(self) -> int:
        """Delete what is left of sessions that ran out; return how many devices that were."""
        Session.objects.filter(expire_date__lte=timezone.now()).delete()
        gone, _ = self.exclude(session_key__in=Session.objects.values("session_key")).delete()
        return gone

    def sign_out(self) -> int:
        """End these sessions and their open streams at once; return how many there were."""
        with transaction.atomic():
            ended = list(self.values_list("user_id", "session_key"))
            keys = [key for _, key in ended]
            Session.objects.filter(session_key__in=keys).delete()
            UserSession.objects.filter(session_key__in=keys).delete()
            for user_id, key in ended:
                transaction.on_commit(partial(end_session, user_id, key))
        return len(ended)


class Device(UserSession):
    devices = DeviceQuerySet.as_manager()

    class Meta:
        proxy = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return describe(self.user_agent)

    @property
    def is_handheld(self) -> bool:
        return is_handheld(self.user_agent)
