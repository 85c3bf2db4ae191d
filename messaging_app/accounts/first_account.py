"""The account that looks after a fresh installation. There is one, whoever else is at it."""

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import connection, transaction

from accounts import demo
from chats.models import User, UserKind

# Any number that no other lock of the installation uses.
_LOCK = 7_276_577


def is_missing() -> bool:
    """Whether nobody with a password is here but the people of the demo."""
    people = User.objects.filter(kind=UserKind.PERSON)
    people = people.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return not people.exclude(email__iendswith=demo.ENDING).exists()


def create(email: str, password: str, first_name: str, last_name: str) -> User | None:
    """Return the new administrator, or None when somebody was first."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        if not is_missing():
            return None
        return User.objects.create_superuser(email, password, first_name, last_name)
