"""Who takes part where."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from chats.admin.acting import act, actor
from chats.admin.limits import FirstRows, NotDeletable
from chats.models import ConversationParticipant

Places = QuerySet[ConversationParticipant]


class ParticipantInline(FirstRows):
    """Admins first, then who has been there longest."""

    model = ConversationParticipant
    fields = readonly_fields = ("user", "is_admin", "joined_at", "last_read_at")
    verbose_name_plural = _("the first participants")
    ordering = ("-is_admin", "id")

    def get_queryset(self, request: HttpRequest) -> Places:
        return super().get_queryset(request).select_related("user", "conversation")

    def first(self, rows: Places) -> Places:
        return rows.order_by("-is_admin", "id")


@admin.register(ConversationParticipant)
class ParticipantAdmin(NotDeletable, admin.ModelAdmin):
    list_display = ("user", "conversation", "is_admin", "joined_at", "last_read_at")
    list_select_related = ("user", "conversation")
    list_filter = ("is_admin", "joined_at")
    search_fields = ("user__email", "user__first_name", "user__last_name", "conversation__title")
    autocomplete_fields = ("user", "conversation")
    ordering = ("-id",)
    show_full_result_count = False
    actions = ("grant_admin", "revoke_admin", "remove")
    fields = ("user", "conversation", "is_admin")
    seen = ("joined_at", "last_read_at", "last_read_seq", "last_delivered_seq", "joined_seq")

    def get_fields(
        self, request: HttpRequest, obj: ConversationParticipant | None = None
    ) -> tuple[str, ...]:
        return (*self.fields, *self.seen) if obj else self.fields

    def get_readonly_fields(
        self, request: HttpRequest, obj: ConversationParticipant | None = None
    ) -> tuple[str, ...]:
        """A place is taken or given up; whose it is never changes."""
        return (*self.fields, *self.seen) if obj else ()

    def save_model(
        self,
        request: HttpRequest,
        obj: ConversationParticipant,
        form: "ModelForm[ConversationParticipant]",
        change: bool,
    ) -> None:
        if not change:
            by = actor(request)
            obj.enter(by=by, **obj.conversation.moderation_marks(by))

    @admin.action(description=_("Make admin of the conversation"), permissions=["change"])
    def grant_admin(self, request: HttpRequest, queryset: Places) -> None:
        by = actor(request)
        act(request, queryset, lambda place: place.conversation.grant_admin(place.user, by=by))

    @admin.action(description=_("Take the adminship back"), permissions=["change"])
    def revoke_admin(self, request: HttpRequest, queryset: Places) -> None:
        by = actor(request)
        act(request, queryset, lambda place: place.conversation.revoke_admin(place.user, by=by))

    @admin.action(description=_("Remove from the conversation"), permissions=["change"])
    def remove(self, request: HttpRequest, queryset: Places) -> None:
        def take_out(place: ConversationParticipant) -> Any:
            place.conversation.remove_participant(place.user, by=actor(request))

        act(request, queryset, take_out)
