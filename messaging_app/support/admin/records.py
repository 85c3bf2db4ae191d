"""Words for sorting and words that are ready; what stands beside a conversation, to look at."""

from django.contrib import admin

from chats.admin.limits import LookOnly
from support.models import (
    CannedResponse,
    ConversationNote,
    ConversationTag,
    EarlyReceipt,
    ExternalMessage,
    Tag,
)


@admin.register(Tag)
class TagAdmin(admin.ModelAdmin):
    list_display = ("name", "colour", "team")
    list_filter = ("team",)
    list_select_related = ("team",)
    search_fields = ("name",)


@admin.register(CannedResponse)
class CannedResponseAdmin(admin.ModelAdmin):
    list_display = ("shortcut", "title", "team", "language", "category", "usage_count")
    list_filter = ("team", "language", "category")
    list_select_related = ("team",)
    search_fields = ("shortcut", "title", "body")


@admin.register(ConversationNote)
class ConversationNoteAdmin(LookOnly, admin.ModelAdmin):
    list_display = ("conversation", "author", "is_pinned", "created_at")
    list_select_related = ("conversation", "author")
    show_full_result_count = False


@admin.register(ConversationTag)
class ConversationTagAdmin(LookOnly, admin.ModelAdmin):
    list_display = ("conversation", "tag", "by", "at")
    list_select_related = ("conversation", "tag", "by")
    show_full_result_count = False


@admin.register(ExternalMessage)
class ExternalMessageAdmin(LookOnly, admin.ModelAdmin):
    list_display = ("external_id", "inbox")
    search_fields = ("=external_id",)
    list_select_related = ("inbox",)
    show_full_result_count = False


@admin.register(EarlyReceipt)
class EarlyReceiptAdmin(LookOnly, admin.ModelAdmin):
    list_display = ("external_id", "inbox", "status", "at")
    list_select_related = ("inbox",)
