"""What the administration shows of accounts."""

from allauth.account import admin as _account  # noqa: F401 - registers what we take back
from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.mfa import admin as _mfa  # noqa: F401
from allauth.mfa.models import Authenticator
from allauth.usersessions import admin as _usersessions  # noqa: F401
from allauth.usersessions.models import UserSession
from django.contrib import admin

from accounts.models import Device, Invitation

# One door for everybody: throttled, and with the second step for who has one.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

# They look for user names, and they ask for the person of each row.
for _model in (EmailAddress, Authenticator, UserSession):
    admin.site.unregister(_model)


@admin.register(Device)
class DeviceAdmin(admin.ModelAdmin):
    list_display = ("name", "user", "ip", "created_at", "last_seen_at")
    list_select_related = ("user",)
    search_fields = ("user__email", "user__first_name", "user__last_name", "ip")
    readonly_fields = ("user", "ip", "user_agent", "created_at", "last_seen_at")
    exclude = ("data", "session_key")

    def has_add_permission(self, request: object) -> bool:
        return False


@admin.register(Authenticator)
class AuthenticatorAdmin(admin.ModelAdmin):
    """To take away the second step of who lost it; its secrets are not shown."""

    list_display = ("user", "type", "created_at", "last_used_at")
    list_select_related = ("user",)
    list_filter = ("type",)
    search_fields = ("user__email", "user__first_name", "user__last_name")
    exclude = ("data",)
    readonly_fields = ("user", "type", "created_at", "last_used_at")

    def has_add_permission(self, request: object) -> bool:
        return False


@admin.register(Invitation)
class InvitationAdmin(admin.ModelAdmin):
    """To look things up; people are invited on the page of invitations."""

    list_display = ("email", "role", "invited_by", "created_at", "expires_at", "accepted_at")
    list_select_related = ("invited_by",)
    list_filter = ("role",)
    search_fields = ("email",)
    exclude = ("token_hash", "issue")

    def has_add_permission(self, request: object) -> bool:
        return False

    def has_change_permission(self, request: object, obj: Invitation | None = None) -> bool:
        return False
