"""Connected accounts, whose secrets can be written and never read."""

import json
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from chats.admin.limits import LookOnly
from support.models import Arrival, Inbox, WhatsAppTemplate


class InboxForm(forms.ModelForm):
    new_secrets = forms.CharField(
        required=False,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
        help_text='A JSON object, as {"token": "…"}. Leave it empty to keep what is stored.',
    )

    class Meta:
        model = Inbox
        fields = (
            *("channel", "name", "team", "hours", "asks_team", "texts", "settings", "is_active"),
        )

    def clean_new_secrets(self) -> dict[str, str] | None:
        text = self.cleaned_data["new_secrets"]
        if not text:
            return None
        try:
            found = json.loads(text)
        except ValueError:
            found = None
        if not isinstance(found, dict):
            # Without what was written: it would stand in the page.
            self.data = {**self.data.dict(), "new_secrets": ""}  # type: ignore[attr-defined]
            raise ValidationError(_("Write a JSON object."))
        return found


@admin.register(Inbox)
class InboxAdmin(admin.ModelAdmin):
    form = InboxForm
    list_display = ("name", "channel", "team", "is_active", "health", "broken_until")
    list_filter = ("channel", "is_active", "health")
    search_fields = ("name",)
    list_select_related = ("team",)
    readonly_fields = ("health", "failures", "broken_until", "last_error")
    fields = (*InboxForm.Meta.fields, "new_secrets", *readonly_fields)

    def save_model(self, request: HttpRequest, obj: Inbox, form: Any, change: bool) -> None:
        if form.cleaned_data.get("new_secrets") is not None:
            obj.secrets = form.cleaned_data["new_secrets"]
        super().save_model(request, obj, form, change)


@admin.register(WhatsAppTemplate)
class WhatsAppTemplateAdmin(admin.ModelAdmin):
    list_display = ("name", "language", "category", "status", "inbox")
    list_filter = ("status", "category")
    search_fields = ("name",)
    list_select_related = ("inbox",)


@admin.register(Arrival)
class ArrivalAdmin(LookOnly, admin.ModelAdmin):
    list_display = ("external_id", "inbox", "state", "received_at", "error")
    list_filter = ("state", "inbox")
    search_fields = ("external_id",)
    list_select_related = ("inbox",)
    show_full_result_count = False
    fields = ("inbox", "external_id", "received_at", "state", "error", "headers", "words")
    readonly_fields = fields
    actions = ("play_again",)

    @admin.display(description="body")
    def words(self, arrival: Arrival) -> str:
        return bytes(arrival.body).decode(errors="replace")

    @admin.action(description="Read again what it says")
    def play_again(self, request: HttpRequest, queryset: QuerySet[Arrival]) -> None:
        for arrival in queryset:
            app.configure_task("transports.play_again").defer(arrival_id=str(arrival.pk))
        self.message_user(request, _("The worker reads them again."))
