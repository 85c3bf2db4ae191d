"""Everyone who speaks: people, customers and bots."""

from functools import partial
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from chats.models.keys import uuid7
from chats.models.user.erasable import Erasable
from chats.models.user.kinds import UserKind, UserRole
from chats.models.user.manager import UserManager
from chats.models.user.permitted import Permitted
from chats.models.user.pictured import Pictured
from realtime.stream import end_person

__all__ = ["NO_LAST_NAME", "User", "UserKind", "UserManager", "UserRole"]

# Who has one name only is called by it alone, though the column may not be empty.
NO_LAST_NAME = "-"

# E.164: a plus, the country, the number, 15 digits at most.
international = RegexValidator(
    r"^\+[1-9]\d{6,14}\Z", _("Write the number with its country, such as +46701234567.")
)


class User(Permitted, Pictured, Erasable, AbstractBaseUser, PermissionsMixin):
    """One person, whatever role or profile they act in."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False, db_column="user_id")
    email = models.EmailField(_("e-mail"), max_length=255, unique=True)
    password = models.CharField(_("password"), max_length=128, db_column="password_hash")
    first_name = models.CharField(_("first name"), max_length=150)
    last_name = models.CharField(_("last name"), max_length=150)
    phone_number = models.CharField(  # noqa: DJ001 - null is part of the published interface
        _("phone number"), max_length=20, null=True, blank=True, validators=[international]
    )
    role = models.CharField(_("role"), max_length=20, choices=UserRole)
    kind = models.CharField(max_length=20, choices=UserKind, default=UserKind.PERSON)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(_("active"), default=True)
    last_seen_at = models.DateTimeField(_("last seen"), null=True, blank=True)

    indexed_for: ClassVar[dict[str, str]] = {
        "email": "one account per address, and the look-up by the exact address",
        "unique_user_email_any_case": "sign-in finds an address in any case, and it is there once",
        "user_by_role": "lists of hosts and admins",
        "user_by_created_at": "the newest people first",
        "user_by_is_active": "the few who are switched off",
    }

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["first_name", "last_name", "role"]

    class Meta:
        db_table = "users"
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="unique_user_email_any_case"),
            models.CheckConstraint(
                name="valid_user_role", condition=models.Q(role__in=UserRole.values)
            ),
            models.CheckConstraint(
                name="valid_user_kind", condition=models.Q(kind__in=UserKind.values)
            ),
            models.CheckConstraint(name="non_empty_first_name", condition=~models.Q(first_name="")),
            models.CheckConstraint(name="non_empty_last_name", condition=~models.Q(last_name="")),
        ]
        indexes = [
            models.Index(fields=["role"], name="user_by_role"),
            models.Index(fields=["created_at"], name="user_by_created_at"),
            models.Index(fields=["is_active"], name="user_by_is_active"),
        ]

    def __str__(self) -> str:
        return f"{self.get_full_name()} ({self.email})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Whoever is switched off hears nothing more on their open screens, at once."""
        super().save(*args, **kwargs)
        if not self.is_active:
            transaction.on_commit(partial(end_person, self.pk))

    @property
    def user_id(self) -> object:
        """The primary key under its published name."""
        return self.id

    @property
    def display_name(self) -> str:
        """What others read above this person's words."""
        return self.get_full_name() or self.email

    def get_full_name(self) -> str:
        if self.last_name == NO_LAST_NAME:
            return self.first_name
        return f"{self.first_name} {self.last_name}".strip()

    def get_short_name(self) -> str:
        return self.first_name
