"""Those who ask, and what was said of whom they are."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from chats.admin.acting import act, actor
from chats.admin.limits import LookOnly, NotAddable, NotDeletable
from support.models import Customer, CustomerIdentity, CustomerMerge, IdentityLink, RateLimitBucket


class IdentityInline(LookOnly, admin.TabularInline):
    model = CustomerIdentity
    extra = 0
    fields = ("channel", "external_id", "inbox", "is_primary", "verified_at")


@admin.register(Customer)
class CustomerAdmin(NotAddable, NotDeletable, admin.ModelAdmin):
    list_display = ("name", "created_at", "merged_into")
    list_select_related = ("merged_into",)
    search_fields = ("name", "identities__external_id")
    fields = ("name", "attributes", "user", "merged_into", "created_at")
    readonly_fields = ("user", "merged_into", "created_at")
    inlines = (IdentityInline,)


@admin.register(CustomerIdentity)
class CustomerIdentityAdmin(LookOnly, admin.ModelAdmin):
    list_display = ("external_id", "channel", "customer", "is_primary", "verified_at")
    list_filter = ("channel",)
    search_fields = ("external_id",)
    list_select_related = ("customer",)


class Undoable(LookOnly, admin.ModelAdmin):
    """Rows that say what was done; undoing them is a verb."""

    actions = ("undo",)

    @admin.action(description="Undo")
    def undo(self, request: HttpRequest, queryset: QuerySet) -> None:
        act(request, queryset, lambda done: done.undo(by=actor(request)))


@admin.register(CustomerMerge)
class CustomerMergeAdmin(Undoable):
    list_display = ("gone", "kept", "by", "at", "undone_at")
    list_select_related = ("gone", "kept", "by")


@admin.register(IdentityLink)
class IdentityLinkAdmin(Undoable):
    list_display = ("identity", "before", "after", "by", "at", "undone_at")
    list_select_related = ("identity", "before", "after", "by")


@admin.register(RateLimitBucket)
class RateLimitBucketAdmin(LookOnly, admin.ModelAdmin):
    list_display = ("customer", "kind", "window", "count")
    list_filter = ("kind",)
    list_select_related = ("customer",)
