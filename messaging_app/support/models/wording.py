"""Words that are ready: canned responses, and templates that WhatsApp has to approve."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from support.kinds import TemplateCategory, TemplateStatus
from support.models.columns import Keyed, one_of


class CannedResponse(Keyed):
    team = models.ForeignKey(
        "support.Team",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="canned_responses",
        db_index=False,
    )
    shortcut = models.CharField(max_length=50)
    title = models.CharField(_("title"), max_length=100)
    body = models.TextField(_("text"))
    language = models.CharField(max_length=12, blank=True)
    category = models.CharField(max_length=50, blank=True)
    usage_count = models.PositiveIntegerField(default=0, editable=False)

    indexed_for: ClassVar[dict[str, str]] = {
        "unique_shortcut": "a response by its shortcut: one in a team, one among those for all",
    }

    class Meta:
        ordering = ["shortcut"]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "shortcut"], name="unique_shortcut", nulls_distinct=False
            ),
            models.CheckConstraint(
                name="shortcut_is_one_word", condition=models.Q(shortcut__regex=r"^\S+$")
            ),
            models.CheckConstraint(
                name="non_empty_canned_response", condition=models.Q(body__regex=r"\S")
            ),
        ]

    def __str__(self) -> str:
        return f"/{self.shortcut}"


class WhatsAppTemplate(Keyed):
    inbox = models.ForeignKey(
        "support.Inbox", on_delete=models.CASCADE, related_name="templates", db_index=False
    )
    name = models.CharField(max_length=512)
    language = models.CharField(max_length=12)
    category = models.CharField(max_length=20, choices=TemplateCategory)
    status = models.CharField(max_length=10, choices=TemplateStatus, default=TemplateStatus.PENDING)
    components = models.JSONField(default=list)
    provider_id = models.CharField(max_length=255, blank=True)
    reason = models.CharField(max_length=500, blank=True)

    indexed_for: ClassVar[dict[str, str]] = {
        "unique_template": "a template by name and language in its inbox",
    }

    class Meta:
        verbose_name = "WhatsApp template"
        ordering = ["name", "language"]
        constraints = [
            models.UniqueConstraint(fields=["inbox", "name", "language"], name="unique_template"),
            one_of("category", TemplateCategory, "valid_template_category"),
            one_of("status", TemplateStatus, "valid_template_status"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.language})"
