"""Tickets to look at: they change by their verbs, at the desk."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from chats.admin.acting import act, actor
from chats.admin.limits import LookOnly
from support.models import (
    ClockPause,
    Delivery,
    DeliveryAttempt,
    Rating,
    SLAClock,
    SLAViolation,
    Ticket,
)


class ClockInline(LookOnly, admin.TabularInline):
    model = SLAClock
    extra = 0


class PauseInline(LookOnly, admin.TabularInline):
    model = ClockPause
    extra = 0


@admin.register(Ticket)
class TicketAdmin(LookOnly, admin.ModelAdmin):
    list_display = (
        *("number", "customer", "inbox", "team", "assignee", "status", "priority"),
        *("opened_at", "due_at"),
    )
    list_filter = ("status", "priority", "team", "inbox")
    list_select_related = ("customer", "inbox", "team", "assignee")
    search_fields = ("=number", "customer__name")
    show_full_result_count = False
    inlines = (ClockInline, PauseInline)


@admin.register(SLAClock)
class SLAClockAdmin(LookOnly, admin.ModelAdmin):
    list_display = ("ticket", "kind", "started_at", "due_at", "stopped_at")
    list_filter = ("kind",)
    list_select_related = ("ticket",)
    show_full_result_count = False


@admin.register(SLAViolation)
class SLAViolationAdmin(LookOnly, admin.ModelAdmin):
    list_display = ("ticket", "kind", "due_at", "violated_at", "escalated_to", "escalated_at")
    list_filter = ("kind",)
    list_select_related = ("ticket", "escalated_to")
    show_full_result_count = False


@admin.register(Rating)
class RatingAdmin(LookOnly, admin.ModelAdmin):
    list_display = ("ticket", "score", "comment", "rated_at")
    list_filter = ("score",)
    list_select_related = ("ticket",)


class AttemptInline(LookOnly, admin.TabularInline):
    model = DeliveryAttempt
    extra = 0


@admin.register(Delivery)
class DeliveryAdmin(LookOnly, admin.ModelAdmin):
    list_display = ("identity", "inbox", "status", "attempts", "next_try_at", "error")
    list_filter = ("status", "inbox")
    search_fields = ("=external_id", "identity__external_id")
    list_select_related = ("identity", "inbox")
    show_full_result_count = False
    inlines = (AttemptInline,)
    actions = ("try_again",)

    @admin.action(description="Send again what has failed")
    def try_again(self, request: HttpRequest, queryset: QuerySet[Delivery]) -> None:
        act(request, queryset, lambda delivery: delivery.try_again(by=actor(request)))
