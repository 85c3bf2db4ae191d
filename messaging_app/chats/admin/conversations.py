"""Conversations, with who takes part and what was said last."""

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from chats.admin.acting import act, actor
from chats.admin.limits import BriefDeletion, NotAddable
from chats.admin.messages import MessageInline
from chats.admin.participants import ParticipantInline
from chats.models import Conversation

EDITABLE = ("title", "description", "joiners_see")
SEEN = (
    *("id", "kind", "is_active", "created_by", "created_at"),
    *("participant_count", "message_count", "last_message_at"),
)


@admin.register(Conversation)
class ConversationAdmin(BriefDeletion, NotAddable, admin.ModelAdmin):
    list_display = (
        *("__str__", "kind", "participant_count", "message_count", "is_active"),
        *("created_by", "created_at", "last_message_at"),
    )
    list_filter = ("kind", "is_active", "created_at")
    search_fields = ("title", "description")
    ordering = ("-created_at",)
    show_full_result_count = False
    fields = (*EDITABLE, *SEEN)
    inlines = (ParticipantInline, MessageInline)
    actions = ("archive", "activate")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Conversation]:
        return super().get_queryset(request).select_related("created_by")

    def get_readonly_fields(
        self, request: HttpRequest, obj: Conversation | None = None
    ) -> tuple[str, ...]:
        """A direct conversation carries the other person's name and nothing of its own."""
        return (*EDITABLE, *SEEN) if obj and obj.is_direct else SEEN

    def save_model(
        self,
        request: HttpRequest,
        obj: Conversation,
        form: "ModelForm[Conversation]",
        change: bool,
    ) -> None:
        """What the form wrote into `obj` goes through the verb, which compares and records."""
        wanted = {name: form.cleaned_data[name] for name in form.changed_data}
        if wanted:
            Conversation.objects.get(pk=obj.pk).change(by=actor(request), **wanted)

    @admin.action(description=_("Archive: nobody writes any more"), permissions=["change"])
    def archive(self, request: HttpRequest, queryset: QuerySet[Conversation]) -> None:
        act(request, queryset, lambda conversation: conversation.close(by=actor(request)))

    @admin.action(description=_("Open again"), permissions=["change"])
    def activate(self, request: HttpRequest, queryset: QuerySet[Conversation]) -> None:
        act(request, queryset, lambda conversation: conversation.reopen(by=actor(request)))
