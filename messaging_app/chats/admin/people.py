"""Everyone who speaks."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from chats.admin.acting import act, actor
from chats.admin.limits import BriefDeletion
from chats.models import User, UserRole


class NewPersonForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ("email", "first_name", "last_name", "role")


@admin.register(User)
class PersonAdmin(BriefDeletion, UserAdmin):
    """Deleting here is erasing: the person goes, others' conversations stay whole."""

    list_display = ("email", "first_name", "last_name", "role", "kind", "is_active", "created_at")
    list_filter = ("role", "kind", "is_active", "is_staff", "created_at")
    search_fields = ("email", "first_name", "last_name")
    ordering = ("-created_at",)
    readonly_fields = ("id", "kind", "created_at", "last_seen_at", "last_login")
    filter_horizontal = ("groups",)
    add_form = NewPersonForm
    fieldsets = (
        (None, {"fields": ("id", "email", "password")}),
        (_("Person"), {"fields": ("first_name", "last_name", "phone_number", "kind")}),
        (_("Rights"), {"fields": ("role", "is_active", "is_staff", "is_superuser", "groups")}),
        (_("Times"), {"fields": ("created_at", "last_login", "last_seen_at")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "fields": (
                    *("email", "first_name", "last_name", "role"),
                    *("usable_password", "password1", "password2"),
                )
            },
        ),
    )
    actions = ("activate", "deactivate", "make_hosts", "make_admins")

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        obj.erase()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for user in queryset:
            user.erase()

    @admin.action(description=_("Switch on"), permissions=["change"])
    def activate(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        self._set(request, queryset, is_active=True)

    @admin.action(description=_("Switch off"), permissions=["change"])
    def deactivate(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Never oneself: nobody would be left to switch one on again."""
        self._set(request, queryset.exclude(pk=actor(request).pk), is_active=False)

    @admin.action(description=_("Make hosts"), permissions=["change"])
    def make_hosts(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        self._set(request, queryset.exclude(pk=actor(request).pk), role=UserRole.HOST)

    @admin.action(description=_("Make platform admins"), permissions=["change"])
    def make_admins(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        self._set(request, queryset, role=UserRole.ADMIN)

    def _set(self, request: HttpRequest, queryset: QuerySet[User], **values: Any) -> None:
        """Change each that differs, and leave who did it in the log."""

        def change(user: User) -> None:
            for name, value in values.items():
                setattr(user, name, value)
            user.save(update_fields=list(values))
            self.log_change(request, user, [{"changed": {"fields": list(values)}}])

        act(request, queryset.exclude(**values), change)
