"""Who a person of the history is here."""

from collections.abc import Sequence

from django.db.models.functions import Lower

from chats.importing.records import PersonRecord
from chats.models import User, UserRole
from chats.models.keys import uuid7


def find_or_make(records: Sequence[PersonRecord], *, label: str) -> list[User]:
    """Return the user of each record: whoever has its e-mail address, else a new one."""
    by_email = _with_emails(records)
    users, new = [], []
    for record in records:
        user = by_email.get((record.email or "").lower())
        if user is None:
            user = _make(record, label)
            new.append(user)
            by_email[user.email.lower()] = user
        users.append(user)
    User.objects.bulk_create(new)
    return users


def _with_emails(records: Sequence[PersonRecord]) -> dict[str, User]:
    wanted = {record.email.lower() for record in records if record.email}
    if not wanted:
        return {}
    found = User.objects.alias(lowered=Lower("email")).filter(lowered__in=wanted)
    return {user.email.lower(): user for user in found}


def _make(record: PersonRecord, label: str) -> User:
    """Nobody can sign in as them until an admin sends them a way to set a password."""
    first, __, last = record.name.strip().partition(" ")
    key = uuid7()
    user = User(
        id=key,
        email=record.email or f"{key}@imported.invalid",
        first_name=first,
        last_name=last.strip() or record.label or label,
        role=UserRole.GUEST,
        kind=record.kind,
    )
    user.set_unusable_password()
    return user
