"""The conversation list: one query, whatever the number of conversations and messages."""

import uuid
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models, transaction
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce, Greatest, JSONObject

from chats.models.changes import lock_in_order
from chats.models.participant.position import ListPosition

if TYPE_CHECKING:
    from chats.models.participant import ConversationParticipant
    from chats.models.user import User

FILTERS = ("all", "unread", "direct", "groups", "archived")


class ParticipantQuerySet(models.QuerySet["ConversationParticipant"]):
    def bulk_create(
        self, objs: "Iterable[ConversationParticipant]", *args: Any, **kwargs: Any
    ) -> "list[ConversationParticipant]":
        """Let each enter, in the order of conversations; `ignore_conflicts` passes over the known.

        `conversation.participants.add(…)` comes this way.
        """
        places = list(objs)
        with transaction.atomic():
            lock_in_order([place.conversation_id for place in places])
            for place in places:
                if not (kwargs.get("ignore_conflicts") and place.is_known()):
                    place.enter()
        return places

    def delete(self) -> tuple[int, dict[str, int]]:
        """Let each leave; `conversation.participants.remove(…)` comes this way."""
        total: Counter[str] = Counter()
        with transaction.atomic():
            places = list(self.select_related("conversation", "user"))
            lock_in_order([place.conversation_id for place in places])
            for place in places:
                total.update(place.leave()[1])
        return total.total(), dict(total)

    delete.alters_data = True
    delete.queryset_only = True

    def of(self, user: "User") -> "ParticipantQuerySet":
        return self.filter(user=user)

    def listed(self) -> "ParticipantQuerySet":
        """Everything that a row of the list shows: `unread`, `mentioned`, `preview`, `other`."""
        return (
            self.select_related("conversation")
            .with_floor()
            .with_other()
            .annotate(
                unread=unread_count(),
                mentioned=Exists(_unread().filter(mentions__contains=_own_id())),
                preview=last_message(),
                active_at=Coalesce("conversation__last_message_at", "joined_at"),
            )
        )

    def with_other(self) -> "ParticipantQuerySet":
        """Annotate whom its name is made of: `other` in direct talk, else a few `members`."""
        return self.annotate(other=other_person(), members=first_members())

    def with_floor(self) -> "ParticipantQuerySet":
        """Annotate `floor`, the number after which this person sees the history."""
        return self.annotate(
            floor=Greatest(
                "cleared_seq",
                models.Case(
                    models.When(conversation__joiners_see="joining", then=F("joined_seq")),
                    default=0,
                ),
            )
        )

    def chosen(self, name: str) -> "ParticipantQuerySet":
        """One of FILTERS; an unknown name is "all"."""
        if name == "archived":
            return self.filter(archived_at__isnull=False)
        rows = self.filter(archived_at__isnull=True)
        if name == "unread":
            return rows.with_floor().filter(Exists(_unread()))
        if name == "direct":
            return rows.filter(conversation__kind="direct")
        if name == "groups":
            return rows.exclude(conversation__kind="direct")
        return rows

    def named_like(self, words: str) -> "ParticipantQuerySet":
        """Those whose title, or in a direct conversation the other's name, has every word."""
        others = _others().filter(conversation__kind="direct")
        rows = self
        for word in words.split():
            name = Q(user__first_name__icontains=word) | Q(user__last_name__icontains=word)
            rows = rows.filter(Q(conversation__title__icontains=word) | Exists(others.filter(name)))
        return rows

    def in_order(self) -> "ParticipantQuerySet":
        """Pinned first, then by last activity. Wants `listed`."""
        return self.order_by(F("pinned_at").desc(nulls_last=True), "-active_at", "-conversation_id")

    def after(self, last: ListPosition) -> "ParticipantQuerySet":
        """Those that follow this position `in_order`. Wants `listed`."""
        less_active = Q(active_at__lt=last.active_at) | Q(
            active_at=last.active_at, conversation_id__lt=last.conversation_id
        )
        if last.pinned_at is None:
            return self.filter(less_active, pinned_at__isnull=True)
        return self.filter(
            Q(pinned_at__lt=last.pinned_at)
            | Q(pinned_at__isnull=True)
            | Q(less_active, pinned_at=last.pinned_at)
        )

    def version(self) -> str:
        """What changes whenever one of these conversations does; read it before the rows."""
        found = self.aggregate(rows=Count("pk"), last=Coalesce(Sum("conversation__last_seq"), 0))
        return f"{found['rows']}.{found['last']}"

    def with_first_unread(self) -> "ParticipantQuerySet":
        """Annotate `unread` and `first_unread`, the number of the oldest unread message."""
        first = _unread().order_by("seq").values("seq")[:1]
        return self.with_floor().annotate(unread=unread_count(), first_unread=Subquery(first))

    def unread_total(self) -> int:
        """Unread messages of all conversations that are neither muted nor archived."""
        return sum(self.unread_by_conversation().values())

    def unread_by_conversation(self) -> dict[uuid.UUID, int]:
        """How much is unread where, of what is neither muted nor archived; zeros are left out."""
        return unread_in(self.behind())

    def behind(self) -> "ParticipantQuerySet":
        """Those that are not archived and hold more than was read, each with its `unread`."""
        return (
            self.filter(archived_at__isnull=True)
            .filter(
                Q(conversation__last_seq__gt=F("last_read_seq")) | Q(unread_from_seq__isnull=False)
            )
            .with_floor()
            .annotate(unread=unread_count())
        )


def unread_in(places: "Iterable[ConversationParticipant]") -> dict[uuid.UUID, int]:
    """How much is unread where, of places that are `behind` and not muted."""
    return {
        place.conversation_id: place.unread
        for place in places
        if place.unread and not place.is_muted
    }


def _messages() -> models.QuerySet[Any]:
    """The messages that the participant of the outer query sees."""
    hidden = apps.get_model("chats", "HiddenMessage").objects.filter(
        message=OuterRef("pk"), user=OuterRef(OuterRef("user"))
    )
    return (
        apps.get_model("chats", "Message")
        .objects.filter(conversation=OuterRef("conversation"), seq__gt=OuterRef("floor"))
        .exclude(Exists(hidden))
    )


def _unread() -> models.QuerySet[Any]:
    """Of those, what others said after the read position, or since the mark."""
    after = Coalesce(OuterRef("unread_from_seq") - 1, OuterRef("last_read_seq"))
    return _messages().filter(is_deleted=False, seq__gt=after).exclude(sender=OuterRef("user"))


def _own_id() -> Any:
    return models.Func(
        models.functions.Cast(OuterRef("user_id"), models.TextField()),
        function="jsonb_build_array",
        output_field=models.JSONField(),
    )


def unread_count() -> Any:
    counted = _unread().order_by().values("conversation").annotate(n=Count("*")).values("n")
    return Coalesce(Subquery(counted, output_field=models.IntegerField()), 0)


def last_message() -> Subquery:
    """The newest message that the person sees, as a dict, or None."""
    files = apps.get_model("chats", "Attachment").objects.filter(message=OuterRef("pk"))
    shown = JSONObject(
        id="id",
        seq="seq",
        body=models.Case(
            models.When(is_deleted=True, then=models.Value("")),
            default="message_body",
            output_field=models.TextField(),
        ),
        kind="kind",
        file=Subquery(files.order_by("pk").values("kind")[:1]),
        sent_at="sent_at",
        deleted="is_deleted",
        sender="sender_id",
        sender_name="sender__first_name",
    )
    return Subquery(_messages().order_by("-seq").values(data=shown)[:1])


def _others() -> models.QuerySet[Any]:
    """The places of the others in the conversation of the outer query.

    In the order of the index that finds them: for the first few in the order of their own keys,
    the planner goes through the places of all conversations.
    """
    return (
        apps.get_model("chats", "ConversationParticipant")
        .objects.filter(conversation=OuterRef("conversation"))
        .exclude(user=OuterRef("user"))
        .order_by("user_id")
    )


def other_person() -> models.Case:
    """In a direct conversation the other one, as a dict; else None, and nobody is looked for."""
    shown = JSONObject(
        id="user_id",
        first_name="user__first_name",
        last_name="user__last_name",
        avatar="user__avatar",
        last_seen_at="user__last_seen_at",
        read="last_read_seq",
        delivered="last_delivered_seq",
    )
    other = Subquery(_others().values(data=shown)[:1])
    is_direct = models.When(conversation__kind="direct", then=other)
    return models.Case(is_direct, output_field=models.JSONField())


def first_members() -> ArraySubquery:
    """A few of the others, as dicts, who stand for a conversation without a title."""
    shown = JSONObject(first_name="user__first_name", last_name="user__last_name")
    return ArraySubquery(_others().values(data=shown)[:3])
