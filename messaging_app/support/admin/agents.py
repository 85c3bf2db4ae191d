"""Teams, who is in them, their hours and what they promise."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from procrastinate.contrib.django import app

from support.models import (
    AgentProfile,
    AgentSkill,
    BusinessHours,
    OpenInterval,
    SLAPolicy,
    SpecialDay,
    Team,
    TeamMembership,
)


class MemberInline(admin.TabularInline):
    model = TeamMembership
    extra = 0
    autocomplete_fields = ("user",)


@admin.register(Team)
class TeamAdmin(admin.ModelAdmin):
    list_display = ("name", "slug", "routing", "hours", "menu_position")
    list_select_related = ("hours",)
    search_fields = ("name", "slug")
    prepopulated_fields = {"slug": ("name",)}
    inlines = (MemberInline,)


@admin.register(AgentProfile)
class AgentProfileAdmin(admin.ModelAdmin):
    list_display = ("user", "presence", "present_until", "max_open", "last_assigned_at")
    list_filter = ("presence",)
    list_select_related = ("user",)
    search_fields = ("user__first_name", "user__last_name", "user__email")
    autocomplete_fields = ("user",)
    readonly_fields = ("presence", "present_until", "away_since", "last_assigned_at")


@admin.register(AgentSkill)
class AgentSkillAdmin(admin.ModelAdmin):
    list_display = ("user", "skill", "proficiency", "verified_by")
    list_select_related = ("user", "verified_by")
    search_fields = ("skill", "user__first_name", "user__last_name")
    autocomplete_fields = ("user", "verified_by")


class IntervalInline(admin.TabularInline):
    model = OpenInterval
    extra = 0


class SpecialDayInline(admin.TabularInline):
    model = SpecialDay
    extra = 0


@admin.register(BusinessHours)
class BusinessHoursAdmin(admin.ModelAdmin):
    list_display = ("name", "time_zone", "country", "subdivision")
    search_fields = ("name",)
    inlines = (IntervalInline, SpecialDayInline)


@admin.register(SLAPolicy)
class SLAPolicyAdmin(admin.ModelAdmin):
    list_display = (
        *("team", "priority", "first_response", "next_response", "resolution"),
        *("only_in_business_hours", "is_active"),
    )
    list_filter = ("team", "is_active")
    list_select_related = ("team",)

    def save_model(self, request: HttpRequest, obj: SLAPolicy, form: Any, change: bool) -> None:
        """What is promised now holds for open tickets, too."""
        super().save_model(request, obj, form, change)
        app.configure_task("support.reckon_policy").defer(policy_id=str(obj.pk))
