"""How conversations start and are found."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from chats.models.conversation.kinds import ConversationKind

if TYPE_CHECKING:
    from chats.models.conversation import Conversation
    from chats.models.user import User


class ConversationQuerySet(models.QuerySet["Conversation"]):
    def visible_to(self, user: "User") -> "ConversationQuerySet":
        """Those the person takes part in; everything else is 404 to them."""
        return self.filter(conversation_participants__user=user)

    def delete(self) -> tuple[int, dict[str, int]]:
        with transaction.atomic(), retention():
            return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]


class ConversationManager(models.Manager.from_queryset(ConversationQuerySet)):  # type: ignore[misc]
    def direct_between(self, one: "User", other: "User") -> "Conversation":
        """Get or create the one direct conversation of two people.

        Raises ValidationError for a person with themselves.
        """
        if one.pk == other.pk:
            raise ValidationError(_("A direct conversation needs two different people."))
        key = ":".join(sorted((str(one.pk), str(other.pk))))
        with transaction.atomic():
            direct, is_new = self.get_or_create(
                direct_key=key,
                defaults={"kind": ConversationKind.DIRECT, "created_by": one},
            )
            if is_new:
                direct.add_participant(one, by=one)
                direct.add_participant(other, by=one)
        found: Conversation = direct
        return found

    def start_direct(self, *, by: "User", other: "User") -> "Conversation":
        """The direct conversation of `by` with `other`; a guest cannot start a new one."""
        existing = self.filter(direct_key=":".join(sorted((str(by.pk), str(other.pk))))).first()
        if existing is None:
            refuse_guests(by)
            existing = self.direct_between(by, other)
        conversation: Conversation = existing
        return conversation

    def start_group(
        self, *, by: "User", people: Iterable["User"], title: str = "", **fields: Any
    ) -> "Conversation":
        """Start a group; `by` becomes its admin. Raises PermissionDenied for a guest."""
        refuse_guests(by)
        others = [person for person in people if person.pk != by.pk]
        if not others:
            raise ValidationError(_("Choose at least one other person."))
        with transaction.atomic():
            group: Conversation = self.create(title=title, created_by=by, **fields)
            group.add_participant(by, is_admin=True, by=by)
            for person in others:
                group.add_participant(person, by=by)
        return group


def refuse_guests(user: "User") -> None:
    if not user.can_create_conversations():
        raise PermissionDenied(_("Guests cannot start conversations. Ask a host to add you."))


@contextmanager
def retention() -> Iterator[None]:
    """Let what happens inside remove events, which are otherwise append-only."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL rapport.retention = 'on'")
        yield
        cursor.execute("SET LOCAL rapport.retention = 'off'")
