"""How people come into being and are found."""

import uuid
from collections import Counter
from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import BaseUserManager
from django.db import models, transaction
from django.db.models.functions import Concat, Lower

from chats.models.user.kinds import UserKind, UserRole

if TYPE_CHECKING:
    from chats.models.user import User

SORT_NAME = Lower(Concat("first_name", models.Value(" "), "last_name"))

REQUIRED = ("first_name", "last_name", "role")


class UserQuerySet(models.QuerySet["User"]):
    def people(self) -> "UserQuerySet":
        """Only those who can sign in and talk: active, of kind person."""
        return self.filter(kind=UserKind.PERSON, is_active=True)

    def named_like(self, words: str) -> "UserQuerySet":
        """Those whose name or e-mail contains every word of `words`, in any case."""
        found = self.alias(full_name=Concat("first_name", models.Value(" "), "last_name"))
        for word in words.split():
            found = found.filter(
                models.Q(full_name__icontains=word) | models.Q(email__icontains=word)
            )
        return found

    def delete(self) -> tuple[int, dict[str, int]]:
        """Remove each with all that hangs on them, and let their conversations know."""
        total: Counter[str] = Counter()
        with transaction.atomic():
            for user in self:
                total.update(user.delete()[1])
        return total.total(), dict(total)

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]

    def in_order(self) -> "UserQuerySet":
        """By name, in any case."""
        return self.annotate(sort_name=SORT_NAME).order_by("sort_name", "pk")

    def after(self, person_id: uuid.UUID) -> "UserQuerySet":
        """Those who follow this person `in_order`."""
        last = self.model.objects.filter(pk=person_id).values(name=SORT_NAME)
        return self.annotate(sort_name=SORT_NAME, name_before=models.Subquery(last)).filter(
            models.Q(sort_name__gt=models.F("name_before"))
            | models.Q(sort_name=models.F("name_before"), pk__gt=person_id)
        )


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    use_in_migrations = False

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create a person who can sign in.

        Raises ValueError without e-mail, first name, last name or role, and
        IntegrityError when the e-mail is taken, in any case.
        """
        if not email:
            raise ValueError("An e-mail address is required.")
        for name in REQUIRED:
            if not fields.get(name):
                raise ValueError(f"{name} is required.")
        user: User = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(
        self, email: str, password: str | None, first_name: str, last_name: str, **fields: Any
    ) -> "User":
        """Create a platform admin with every right; ValueError when told otherwise."""
        rights = {"is_staff": True, "is_superuser": True, "role": UserRole.ADMIN}
        for name, value in rights.items():
            if fields.setdefault(name, value) != value:
                raise ValueError(f"A superuser must have {name}={value}.")
        return self.create_user(
            email, password, first_name=first_name, last_name=last_name, **fields
        )

    def get_by_natural_key(self, email: str | None) -> "User":
        user: User = self.alias(lowered=Lower("email")).get(lowered=(email or "").lower())
        return user
