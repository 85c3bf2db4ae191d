"""Access tokens, to look at and to revoke; their secrets are not shown to anybody."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from api.models import AccessToken
from chats.admin.acting import act
from chats.admin.limits import LookOnly


@admin.register(AccessToken)
class AccessTokenAdmin(LookOnly, admin.ModelAdmin):
    list_display = ("name", "user", "created_at", "last_used_at", "expires_at", "revoked_at")
    list_select_related = ("user",)
    search_fields = ("name", "user__email", "user__first_name", "user__last_name")
    exclude = ("secret_hash",)
    actions = ("revoke",)

    @admin.action(description=_("Revoke"), permissions=["revoke"])
    def revoke(self, request: HttpRequest, rows: QuerySet[AccessToken]) -> None:
        act(request, rows, AccessToken.revoke)
        for token in rows:
            self.log_change(request, token, str(_("Revoked.")))

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("api.change_accesstoken")
