"""What was said: to look at, to take down and to put back; never to write."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db.models import Func, QuerySet
from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from chats.admin.acting import act, actor
from chats.admin.limits import FirstRows, LookOnly
from chats.models import Message

Messages = QuerySet[Message]
PREVIEW = 80


class Previewed:
    @admin.display(description=_("message"))
    def preview(self, message: Message) -> str:
        return Truncator(message.message_body).chars(PREVIEW)


class MessageInline(Previewed, FirstRows):
    """The newest."""

    model = Message
    fields = ("preview", "sender", "sent_at", "is_deleted")
    readonly_fields = fields
    verbose_name_plural = _("the newest messages")
    ordering = ("-seq",)

    def get_queryset(self, request: HttpRequest) -> Messages:
        return super().get_queryset(request).select_related("sender")

    def first(self, rows: Messages) -> Messages:
        return rows.order_by("-seq")


class DepthList(ChangeList):
    """Knows how deep in a thread each message of the page stands, from one query."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        depths = Message.objects.thread_depths([row.pk for row in self.result_list])
        for row in self.result_list:
            row.depth = depths[row.pk]


@admin.register(Message)
class MessageAdmin(Previewed, LookOnly, admin.ModelAdmin):
    list_display = ("preview", "sender", "conversation", "sent_at", "is_deleted", "reply_depth")
    list_filter = ("is_deleted", "kind", "sent_at")
    search_fields = ("message_body",)
    search_help_text = _("Words of messages that stand")
    ordering = ("-sent_at",)
    show_full_result_count = False
    actions = ("soft_delete", "restore")
    fields = (
        *("id", "conversation", "sender", "kind", "message_body", "sent_at", "edited_at"),
        *("reply_to", "reply_depth", "is_deleted", "deleted_at", "deleted_by"),
    )

    def get_queryset(self, request: HttpRequest) -> Messages:
        shown = ("sender", "conversation", "reply_to__sender", "deleted_by")
        return super().get_queryset(request).select_related(*shown)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return DepthList

    def get_search_results(
        self, request: HttpRequest, queryset: Messages, search_term: str
    ) -> tuple[Messages, bool]:
        """Through the index of words; reading every message would take minutes."""
        if not search_term:
            return queryset, False
        terms = Func("message_body", function="search_terms", output_field=SearchVectorField())
        wanted = SearchQuery(search_term, config="simple")
        return queryset.alias(terms=terms).filter(is_deleted=False, terms=wanted), False

    @admin.display(description=_("depth"))
    def reply_depth(self, message: Message) -> int:
        """How many messages it stands under."""
        known: int | None = getattr(message, "depth", None)
        return message.get_thread_depth() if known is None else known

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        """The rows are only looked at here; what the verbs allow is theirs to say."""
        return request.user.has_perm("chats.change_message")

    @admin.action(description=_("Delete for everyone"), permissions=["moderate"])
    def soft_delete(self, request: HttpRequest, queryset: Messages) -> None:
        act(request, queryset, lambda message: message.soft_delete(by=actor(request)))

    @admin.action(description=_("Restore"), permissions=["moderate"])
    def restore(self, request: HttpRequest, queryset: Messages) -> None:
        act(request, queryset, lambda message: message.restore(by=actor(request)))
