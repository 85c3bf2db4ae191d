"""An invitation to make an account, sent by e-mail, good once and for a limited time."""

from __future__ import annotations

import hashlib
from typing import ClassVar

from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import Lower, Now
from django.utils import timezone
from django.utils.crypto import salted_hmac
from procrastinate.contrib.django import app

from chats.models import User, UserRole
from chats.models.keys import uuid7


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class InvitationGone(Exception):
    """It was revoked, used or ran out."""


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def pending(self) -> InvitationQuerySet:
        return self.filter(accepted_at=None, revoked_at=None)

    def open(self) -> InvitationQuerySet:
        return self.pending().filter(expires_at__gt=Now())

    def for_token(self, token: str) -> InvitationQuerySet:
        return self.filter(token_hash=_hash(token))

    def invite(self, email: str, *, role: str, by: User, site: str) -> Invitation:
        """Invite this address, or send its open invitation again with this role."""
        with transaction.atomic():
            pending = self.pending().select_for_update().filter(email__iexact=email).first()
            invitation = pending or Invitation(email=email)
            invitation.role = role
            invitation.invited_by = by
            invitation.send(site=site)
        return invitation


class Invitation(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(max_length=255)
    role = models.CharField(max_length=10, choices=UserRole.choices, default=UserRole.GUEST)
    token_hash = models.CharField(max_length=64, unique=True)
    issue = models.PositiveIntegerField(default=0)
    invited_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="invitations_sent")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.OneToOneField(
        User, on_delete=models.CASCADE, null=True, related_name="invitation"
    )
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="+")

    indexed_for: ClassVar[dict[str, str]] = {
        "token_hash": "the link of an invitation finds it, and no two are the same",
        "accepted_by": "a person came by one invitation at most",
        "invited_by": "whom a person invited, when the person is removed",
        "revoked_by": "what a person took back, when the person is removed",
        "one_pending_invitation_per_email": "an address is invited once at a time",
        "invitation_newest": "the page of invitations is sorted by the newest",
    }

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=models.Q(accepted_at=None, revoked_at=None),
                name="one_pending_invitation_per_email",
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_at=None) | models.Q(revoked_at=None),
                name="invitation_accepted_or_revoked",
            ),
        ]
        indexes = [models.Index(fields=["-created_at"], name="invitation_newest")]

    def __str__(self) -> str:
        return f"Invitation of {self.email}"

    @property
    def is_pending(self) -> bool:
        return self.accepted_at is None and self.revoked_at is None

    @property
    def is_open(self) -> bool:
        return self.is_pending and self.expires_at > timezone.now()

    @property
    def token(self) -> str:
        """The secret in the link.

        It is derived from the secret key, so that neither this table nor the job that sends
        the e-mail holds it; each issue has another one, which ends the link sent before.
        """
        return salted_hmac(
            "accounts.invitation", f"{self.pk}:{self.issue}", algorithm="sha256"
        ).hexdigest()

    @transaction.atomic
    def send(self, *, site: str) -> None:
        """Give it a new link at `site`, good from now on, and mail it; the old one is void."""
        self.issue += 1
        self.token_hash = _hash(self.token)
        self.expires_at = timezone.now() + settings.INVITATION_LIFETIME
        self.save()
        job = app.configure_task("accounts.send_invitation")
        job.defer(invitation_id=str(self.pk), site=site)

    def revoke(self, *, by: User) -> None:
        """Make the link worthless. What is over stays as it was."""
        Invitation.objects.pending().filter(pk=self.pk).update(
            revoked_at=timezone.now(), revoked_by=by
        )
        self.refresh_from_db()

    def accept(self, user: User) -> None:
        """Note that this person came; InvitationGone if the link is worth nothing any more."""
        still_open = Invitation.objects.open().filter(pk=self.pk)
        if not still_open.update(accepted_at=timezone.now(), accepted_by=user):
            raise InvitationGone
        self.refresh_from_db()
