"""Who may sign in, and how they are found."""

from uuid import UUID

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from chats.models import User, UserKind


def find(email: str) -> User | None:
    """Return whoever has this address, in any case."""
    try:
        return User.objects.get_by_natural_key(email)
    except User.DoesNotExist:
        return None


def may_sign_in(user: User) -> bool:
    """People who are active. Customers and bots speak here without ever signing in."""
    return user.is_active and user.kind == UserKind.PERSON


class PersonBackend(ModelBackend):
    """E-mail and password. Nobody else holds a session, so a deactivation works at once."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        *,
        email: str | None = None,
        **credentials: object,
    ) -> User | None:
        """Return the person with this e-mail if the password is theirs."""
        address = email or username
        if not address or not password:
            return None
        user = find(address)
        if user is None:
            # An unknown address must take as long as a wrong password.
            User().set_password(password)
            return None
        return user if user.check_password(password) and may_sign_in(user) else None

    def user_can_authenticate(self, user: User | AnonymousUser | None) -> bool:
        return isinstance(user, User) and may_sign_in(user)

    def get_user(self, user_id: UUID) -> User | None:
        user = User.objects.select_related("preferences").filter(pk=user_id).first()
        return user if user and may_sign_in(user) else None

    async def aget_user(self, user_id: UUID) -> User | None:
        user = await User.objects.select_related("preferences").filter(pk=user_id).afirst()
        return user if user and may_sign_in(user) else None
