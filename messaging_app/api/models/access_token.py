"""What a program shows instead of a password, to speak as the person who issued it."""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import datetime, timedelta
from typing import ClassVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chats.models import User, UserKind
from chats.models.keys import uuid7
from chats.models.message.body import is_storable

# By it people and scanners of sources recognise what must not be in a source.
PREFIX = "rap_"
SHAPE = re.compile(rf"{PREFIX}[A-Za-z0-9_-]{{43}}", re.ASCII)

NAME_TAKEN = _("There is a token of this name already.")

# The last use is written down this often at most, so that using it does not mean writing.
_NOTED_EVERY = timedelta(minutes=1)

# Bots have no other way in; customers speak over their channels.
_HOLDERS = (UserKind.PERSON, UserKind.BOT)


def _hash(secret: str) -> str:
    # 256 random bits cannot be guessed from a fast hash.
    return hashlib.sha256(secret.encode()).hexdigest()


def _validate_name(name: str) -> None:
    if not is_storable(name):
        raise ValidationError(_("The name contains characters that cannot be stored."))


class AccessTokenQuerySet(models.QuerySet["AccessToken"]):
    def of(self, user: User) -> AccessTokenQuerySet:
        return self.filter(user=user)

    def standing(self) -> AccessTokenQuerySet:
        """Those that nobody revoked; some may have run out."""
        return self.filter(revoked_at=None)

    def usable(self) -> AccessTokenQuerySet:
        """Those that let somebody in now."""
        lasting = models.Q(expires_at=None) | models.Q(expires_at__gt=Now())
        return self.standing().filter(lasting, user__is_active=True, user__kind__in=_HOLDERS)

    def for_secret(self, secret: str) -> AccessTokenQuerySet:
        return self.filter(secret_hash=_hash(secret)) if SHAPE.fullmatch(secret) else self.none()


class AccessToken(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="access_tokens", db_index=False
    )
    name = models.CharField(_("name"), max_length=100, validators=[_validate_name])
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    last_used_at = models.DateTimeField(_("last used"), null=True, editable=False)
    expires_at = models.DateTimeField(_("good until"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, editable=False)

    # Known to the one that was issued just now, and never again.
    secret: str = ""

    indexed_for: ClassVar[dict[str, str]] = {
        "secret_hash": "each request finds its token, and no two are the same",
        "one_standing_token_per_name": "a form sent twice does not issue a second token",
        "access_token_by_person": "the page of a person's tokens, newest first",
    }

    objects = AccessTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "name"],
                condition=models.Q(revoked_at=None),
                name="one_standing_token_per_name",
                violation_error_message=NAME_TAKEN,
            ),
            models.CheckConstraint(
                condition=~models.Q(name=""), name="non_empty_access_token_name"
            ),
        ]
        indexes = [models.Index(fields=["user", "-created_at"], name="access_token_by_person")]

    def __str__(self) -> str:
        return f"{self.name} of {self.user}"

    @classmethod
    def issue(cls, user: User, *, name: str, expires_at: datetime | None = None) -> AccessToken:
        """Make a token that speaks as `user`; its `secret` is known now and never again.

        Raises ValidationError for a bad or taken name, PermissionDenied for who may not have one.
        """
        if not user.is_active or user.kind not in _HOLDERS:
            raise PermissionDenied(_("Only people and bots whose account is on have tokens."))
        token = cls(user=user, name=name.strip(), expires_at=expires_at)
        token.secret = PREFIX + secrets.token_urlsafe(32)
        token.secret_hash = _hash(token.secret)
        token.full_clean()
        try:
            with transaction.atomic():
                token.save(force_insert=True)
        except IntegrityError:
            raise ValidationError(NAME_TAKEN) from None  # by a form sent twice at once
        return token

    @property
    def has_run_out(self) -> bool:
        return self.expires_at is not None and self.expires_at <= timezone.now()

    def revoke(self) -> None:
        """Refuse it from now on. What was revoked stays so, as of then."""
        type(self).objects.standing().filter(pk=self.pk).update(revoked_at=timezone.now())
        self.refresh_from_db(fields=["revoked_at"])

    def note_use(self) -> None:
        """Write down that it was used, unless that was done within the last minute."""
        now = timezone.now()
        if self.last_used_at is None or now - self.last_used_at >= _NOTED_EVERY:
            type(self).objects.filter(pk=self.pk).update(last_used_at=now)
            self.last_used_at = now
